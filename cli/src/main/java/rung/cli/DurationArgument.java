package rung.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import rung.core.config.Durations;

/** Durations on the command line are written as in files: {@code 90s}, {@code 20m}, {@code 24h}. */
final class DurationArgument implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        Duration duration;
        try {
            duration = Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
        if (duration.isZero()) {
            throw new TypeConversionException("nothing can be measured in " + text + "; write 30s or more");
        }
        return duration;
    }
}
