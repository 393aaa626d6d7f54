package rung.core.evidence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import rung.core.measure.TimeWindow;

/**
 * All that a window's facts say about one stage, at one look.
 *
 * @param window the stretch of time that is judged on its own
 * @param edges claims per edge, fastest first
 * @param quantiles p50, p90, p95 and p99 of the staleness over the mature slots
 * @param counts what became of the injections
 * @param cycles commits that brought them; 0 when the stage cannot tell. Where hours were folded, a commit that also
 *     brought a straggler of another hour may count twice
 * @param age of the oldest injection not yet visible; absent when none is waiting
 * @param largestAge the largest age in the window
 * @param resolution 95 % of the stalenesses are known to within so many seconds; absent when none was seen
 * @param slip the 99 % point of the sending delay, in seconds; absent when nothing was injected
 * @param histogram of the staleness over the mature slots
 * @param unseen ages of the mature slots among them that were not seen: since the last read without the sale at least,
 *     and until the look at most
 * @param fingerprint of all its slots; absent where none was asked for, or hours were folded before there were any
 */
public record WindowEvidence(
        TimeWindow window,
        List<EdgeEvidence> edges,
        List<Quantile> quantiles,
        WindowCounts counts,
        long cycles,
        Optional<Duration> age,
        Duration largestAge,
        OptionalDouble resolution,
        OptionalDouble slip,
        IntervalHistogram histogram,
        IntervalHistogram unseen,
        Optional<Fingerprint> fingerprint) {
    /** The quantiles that a report shows. */
    public static final List<Double> QUANTILES = List.of(0.5, 0.9, 0.95, 0.99);

    public WindowEvidence {
        edges = List.copyOf(edges);
        quantiles = List.copyOf(quantiles);
    }

    /** The claim about {@code edge}; absent when it was not among the look's edges. */
    public Optional<EdgeEvidence> at(Duration edge) {
        return edges.stream().filter(one -> one.edge().equals(edge)).findFirst();
    }
}
