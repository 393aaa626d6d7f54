package rung.accuracy;

import com.tdunning.math.stats.TDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import rung.core.evidence.Quantile;
import rung.core.evidence.Rule;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowTally;
import rung.probe.virtual.Delays;

/** Of the sales 95.01 % take 3 s and all others 30 min: nothing takes any time between. */
final class Bimodal {
    static final double FAST_SHARE = 0.9501;
    static final Duration FAST = Duration.ofSeconds(3);
    static final Duration SLOW = Duration.ofMinutes(30);

    private static final int SALES = 10_000;
    private static final Duration EDGE = Duration.ofSeconds(5);
    private static final Course COURSE = Course.of(Duration.ofSeconds(10), SALES, Duration.ofMillis(250), EDGE);

    private Bimodal() {}

    static Supplier<Duration> delays(SplittableRandom random) {
        return Delays.mixed(FAST_SHARE, Delays.always(FAST), Delays.always(SLOW), random);
    }

    static List<Line> lines(long seed) {
        List<Duration> delays = delays(SALES, seed);
        Direct direct = Direct.of(COURSE, seed, Draws.of(SALES, delays.iterator()::next));
        WindowTally tally = direct.tally(new Rule(0.95, 0.95));
        direct.slots().forEach(tally::add);
        WindowEvidence evidence = tally.evidence();
        String of = "exactly 9,501 of 10,000 in 3 s, the others in 30 min";
        return List.of(
                new Line(of, "p95, s", "3", p95(evidence).estimate().orElseThrow(), Band.within(0.002, (double)
                        FAST.toSeconds())),
                new Line(
                        of,
                        "share within 5 s",
                        "0.9501",
                        evidence.at(EDGE).orElseThrow().inTimeShare().orElseThrow(),
                        Band.exactly(FAST_SHARE)),
                new Line(of, "p95 by t-digest, compression 100, s", "3", digested(seconds(delays)), Band.CONTRAST),
                new Line(
                        "2,000 of the same kind",
                        "p95 interpolated between two ranks, s",
                        "3",
                        new Percentile().evaluate(seconds(delays(2000, seed)), 95),
                        Band.CONTRAST));
    }

    private static Quantile p95(WindowEvidence evidence) {
        return evidence.quantiles().stream()
                .filter(one -> one.quantile() == 0.95)
                .findFirst()
                .orElseThrow();
    }

    private static double digested(double[] seconds) {
        TDigest digest = TDigest.createMergingDigest(100);
        for (double one : seconds) {
            digest.add(one);
        }
        return digest.quantile(0.95);
    }

    /** In random order. */
    private static List<Duration> delays(int sales, long seed) {
        int fast = (int) (sales * FAST_SHARE);
        List<Duration> delays = new ArrayList<>(Collections.nCopies(fast, FAST));
        delays.addAll(Collections.nCopies(sales - fast, SLOW));
        Collections.shuffle(delays, new Random(seed));
        return delays;
    }

    private static double[] seconds(List<Duration> delays) {
        return delays.stream().mapToDouble(Draws::seconds).toArray();
    }
}
