package rung.reporter.chart;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import rung.core.config.Durations;

/** A linear axis of durations from zero, for waits that add up and for ages that rise. */
public final class SpanAxis {
    private static final int MOST_STEPS = 6;

    private static final List<Duration> STEPS = List.of(
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(7),
            Duration.ofDays(30));

    private final Duration step;
    private final long steps;
    private final double start;
    private final double end;

    /** An axis from zero at {@code start} to a round duration of at least {@code most} at {@code end}. */
    public SpanAxis(Duration most, double start, double end) {
        this.step = STEPS.stream()
                .filter(one -> one.multipliedBy(MOST_STEPS).compareTo(most) >= 0)
                .findFirst()
                .orElseGet(() -> most.dividedBy(MOST_STEPS).plusNanos(1));
        this.steps = Math.max(1, -Math.floorDiv(-most.toNanos(), step.toNanos()));
        this.start = start;
        this.end = end;
    }

    /** Where {@code duration} is in the picture; at the end of the axis when it is longer. */
    public double at(Duration duration) {
        double share = (double) duration.toNanos() / step.multipliedBy(steps).toNanos();
        return start + (end - start) * Math.max(0, Math.min(1, share));
    }

    /** Places for labels, best first. */
    public List<Tick> candidates() {
        return LongStream.rangeClosed(0, steps)
                .map(one -> steps - one)
                .mapToObj(one -> step.multipliedBy(one))
                .map(one -> new Tick(at(one), one.isZero() ? "0" : Durations.words(one)))
                .toList();
    }
}
