package rung.probe.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many sales a second are planned, by the time since the start: constant over each stretch, and none after the last.
 *
 * @param stretches one after the other, the first from the start; not empty
 */
public record LoadCurve(List<Stretch> stretches) {
    /**
     * A time of constant load.
     *
     * @param length more than zero
     * @param perSecond sales a second in the mean, finite and not negative
     */
    public record Stretch(Duration length, double perSecond) {
        public Stretch {
            if (length.isNegative() || length.isZero()) {
                throw new IllegalArgumentException("length is not more than zero: " + length);
            }
            if (!(perSecond >= 0 && Double.isFinite(perSecond))) {
                throw new IllegalArgumentException("no number of sales a second: " + perSecond);
            }
        }

        /** Sales that are expected over the whole stretch. */
        double expected() {
            return perSecond * seconds(length);
        }
    }

    public LoadCurve {
        stretches = List.copyOf(stretches);
        if (stretches.isEmpty()) {
            throw new IllegalArgumentException("a curve has at least one stretch");
        }
    }

    /** The same load all the time. */
    public static LoadCurve steady(double perSecond, Duration length) {
        return new LoadCurve(List.of(new Stretch(length, perSecond)));
    }

    /** The same load all the time, as retailers plan it. */
    public static LoadCurve hourly(double perHour, Duration length) {
        return steady(perHour / 3600, length);
    }

    /** This curve, and after it {@code next}. */
    public LoadCurve then(LoadCurve next) {
        List<Stretch> both = new ArrayList<>(stretches);
        both.addAll(next.stretches);
        return new LoadCurve(both);
    }

    /** This curve with {@code factor} times the load: a spike, or a step of a search. */
    public LoadCurve times(double factor) {
        return new LoadCurve(stretches.stream()
                .map(stretch -> new Stretch(stretch.length(), stretch.perSecond() * factor))
                .toList());
    }

    /** When the last stretch ends, from the start. */
    public Duration length() {
        return stretches.stream().map(Stretch::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** Sales a second that are planned for {@code sinceStart}; none before the start and after the end. */
    public double perSecond(Duration sinceStart) {
        Duration from = Duration.ZERO;
        for (Stretch stretch : stretches) {
            Duration to = from.plus(stretch.length());
            if (sinceStart.compareTo(from) >= 0 && sinceStart.compareTo(to) < 0) {
                return stretch.perSecond();
            }
            from = to;
        }
        return 0;
    }

    /** Sales that are expected in all. */
    public double expected() {
        return stretches.stream().mapToDouble(Stretch::expected).sum();
    }

    static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
