package rung.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Moments on the command line: ISO 8601 with an offset, or seconds since 1970. */
final class InstantArgument implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            return Times.parse(text);
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            throw new TypeConversionException("\"" + text
                    + "\" is no time; write ISO 8601 with an offset, such as 2026-11-22T18:00:00+05:30, or seconds since"
                    + " 1970");
        }
    }
}
