package rung.reporter.report;

import java.time.Duration;
import java.util.Optional;
import rung.core.config.Durations;
import rung.core.time.ClockOffset;

/** What a reader should know of the clock that stamps a pipeline's transactions. */
public final class SourceClock {
    /** Clocks that are so much apart make sales look as if they had come before they went, or the reverse. */
    private static final Duration WORTH_A_NOTE = Duration.ofSeconds(1);

    private static final String NOT_OURS = "no staleness here is counted from it, but what the pipeline stamps is.";

    private SourceClock() {}

    /** Where the source's clock stands beside the probe's, between its bounds, in words. */
    public static String words(ClockOffset offset) {
        return offset.fold(
                between -> "between " + side(between.atLeast()) + " and " + side(between.atMost()) + " the probe's",
                stepped -> "contradicted itself by at least " + Durations.words(stepped.gap()));
    }

    private static String side(Duration ahead) {
        return ahead.isNegative() ? Durations.words(ahead.negated()) + " behind" : Durations.words(ahead) + " ahead of";
    }

    /** Empty when the clock is about right. */
    static Optional<String> note(ClockOffset offset) {
        return offset.fold(
                SourceClock::off,
                stepped -> Optional.of("The source's own clock contradicted itself by at least "
                        + Durations.words(stepped.gap()) + ": it was stepped; " + NOT_OURS));
    }

    private static Optional<String> off(ClockOffset.Between between) {
        if (between.atLeast().compareTo(WORTH_A_NOTE) >= 0) {
            return Optional.of("The source's own clock is ahead of the probe's by "
                    + range(between.atLeast(), between.atMost()) + "; " + NOT_OURS);
        }
        if (between.atMost().compareTo(WORTH_A_NOTE.negated()) <= 0) {
            return Optional.of("The source's own clock is behind the probe's by "
                    + range(between.atMost().negated(), between.atLeast().negated()) + "; " + NOT_OURS);
        }
        return Optional.empty();
    }

    private static String range(Duration from, Duration to) {
        String least = Durations.words(from);
        String most = Durations.words(to);
        return least.equals(most) ? "about " + least : least + " to " + most;
    }
}
