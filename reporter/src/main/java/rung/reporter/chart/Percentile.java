package rung.reporter.chart;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import rung.core.config.Durations;
import rung.core.evidence.IntervalHistogram;
import rung.core.evidence.Quantile;
import rung.core.evidence.WindowEvidence;

/** A percentile as far as its sample supports it: never a bare figure where only its lower end is known. */
public sealed interface Percentile {
    <R> R fold(Function<Known, R> known, Function<AtLeast, R> atLeast, Function<Unknown, R> unknown);

    /**
     * Both ends are known.
     *
     * @param lower of the 95 % interval
     * @param estimate between them
     * @param upper of the 95 % interval
     */
    record Known(Duration lower, Duration estimate, Duration upper) implements Percentile {
        @Override
        public <R> R fold(Function<Known, R> known, Function<AtLeast, R> atLeast, Function<Unknown, R> unknown) {
            return known.apply(this);
        }

        /** Such as {@code 52 s (47 s to 61 s)}. */
        String words() {
            String from = Durations.words(lower);
            String to = Durations.words(upper);
            if (lower.isZero()) {
                return Durations.words(estimate) + " (at most " + to + ")";
            }
            return Durations.words(estimate) + (from.equals(to) ? "" : " (" + from + " to " + to + ")");
        }
    }

    /** The sample is too small, or too much of it unseen, for an upper end. */
    record AtLeast(Duration lower) implements Percentile {
        @Override
        public <R> R fold(Function<Known, R> known, Function<AtLeast, R> atLeast, Function<Unknown, R> unknown) {
            return atLeast.apply(this);
        }
    }

    /** Nothing is known. */
    record Unknown() implements Percentile {
        @Override
        public <R> R fold(Function<Known, R> known, Function<AtLeast, R> atLeast, Function<Unknown, R> unknown) {
            return unknown.apply(this);
        }
    }

    static Percentile of(Quantile quantile) {
        double lower = quantile.lower().orElse(0);
        if (quantile.upper().isPresent() && quantile.estimate().isPresent()) {
            return new Known(
                    Said.seconds(lower),
                    Said.seconds(quantile.estimate().getAsDouble()),
                    Said.seconds(quantile.upper().getAsDouble()));
        }
        return lower > 0 ? new AtLeast(Said.seconds(lower)) : new Unknown();
    }

    static Percentile of(double quantile, IntervalHistogram histogram) {
        return of(Quantile.of(quantile, histogram));
    }

    /** The evidence's own quantile, or one read off its histogram. */
    static Percentile of(double quantile, WindowEvidence evidence) {
        return evidence.quantiles().stream()
                .filter(one -> one.quantile() == quantile)
                .findFirst()
                .map(Percentile::of)
                .orElseGet(() -> of(quantile, evidence.histogram()));
    }

    /** The figure itself where it is supported. */
    default Optional<Known> known() {
        return fold(Optional::of, atLeast -> Optional.empty(), unknown -> Optional.empty());
    }

    /** What it surely reaches; zero when nothing is known. */
    default Duration surely() {
        return fold(Known::lower, AtLeast::lower, unknown -> Duration.ZERO);
    }

    /** The longest duration that it names; zero when it names none. */
    default Duration largest() {
        return fold(Known::upper, AtLeast::lower, unknown -> Duration.ZERO);
    }

    /** Such as {@code 52 s (47 s to 61 s)}, {@code at least 4 min} or {@code not known}. */
    default String said() {
        return fold(Known::words, atLeast -> "at least " + Durations.words(atLeast.lower()), unknown -> "not known");
    }

    /** Three cells of a table: lower end, estimate and upper end in seconds. */
    default List<String> cells() {
        return fold(
                known -> List.of(Said.cell(known.lower()), Said.cell(known.estimate()), Said.cell(known.upper())),
                atLeast -> List.of(Said.cell(atLeast.lower()), "", ""),
                unknown -> List.of("", "", ""));
    }

    /** How a percentile is called: {@code p50}, {@code p99.9}. */
    static String name(double quantile) {
        String percent = Said.cell(quantile * 100);
        return "p" + percent;
    }
}
