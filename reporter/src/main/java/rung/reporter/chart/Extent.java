package rung.reporter.chart;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import rung.core.evidence.IntervalHistogram;

/** How far histograms reach, to within the bounds at which pictures count. */
public final class Extent {
    /** In about equal steps of a logarithmic axis, with the edges of the usual ladder among them. */
    public static final List<Duration> BOUNDS = DoubleStream.of(
                    0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300,
                    450, 600, 900, 1_200, 1_800, 2_700, 3_600, 5_400, 7_200, 10_800, 14_400, 21_600, 28_800, 43_200,
                    64_800, 86_400, 129_600, 172_800, 345_600, 604_800)
            .mapToObj(Said::seconds)
            .toList();

    private Extent() {}

    /** A bound that no value of {@code histogram} surely lies below. */
    public static Duration least(IntervalHistogram histogram) {
        Duration least = Duration.ZERO;
        for (Duration bound : BOUNDS) {
            if (histogram.surelyWithin(bound) > 0) {
                return least;
            }
            least = bound;
        }
        return Duration.ofSeconds(1);
    }

    /** A bound above all upper ends, all lower ends, and the promised edge. */
    public static Duration most(List<IntervalHistogram> histograms, Optional<Duration> edge) {
        Duration most = edge.orElse(Duration.ofSeconds(30));
        for (IntervalHistogram histogram : histograms) {
            for (Duration bound : BOUNDS) {
                boolean isPassed = histogram.surelyWithin(bound) < histogram.bounded()
                        || histogram.possiblyWithin(bound) < histogram.count();
                if (isPassed && bound.compareTo(most) > 0) {
                    most = bound;
                }
            }
        }
        return most;
    }
}
