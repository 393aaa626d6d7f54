package rung.accuracy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import rung.core.evidence.Quantile;
import rung.core.evidence.State;
import rung.core.evidence.WindowEvidence;
import rung.core.ladder.Ladder;
import rung.core.ladder.LadderFile;
import rung.core.ladder.Standing;
import rung.peers.Commits;
import rung.peers.Contrasts;

/**
 * METHOD, introduction: an hour with one stall, as Rung tells it and as four common estimators do. The stall begins 50 s
 * after a commit; the commit that falls due in it is made at its end, and the schedule goes on.
 */
final class ToyHour implements Proof {
    private static final long SEED = 9001;
    private static final int FULL_RUNS = 200;
    private static final double P = 0.95;
    private static final Duration HOUR = Duration.ofHours(1);

    /** Longer than the hour by more than a tenth, the age from which quantiles take a slot. */
    private static final Duration MEASURED = Duration.ofMinutes(70);

    private static final Duration PACE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration STALL_FROM = Duration.ofSeconds(1850);
    private static final Duration STALL_TO = Duration.ofSeconds(2450);
    private static final Duration MID_STALL = Duration.ofSeconds(2150);
    private static final Duration CUT_OFF = Duration.ofMinutes(5);
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final int TRUE_TIER = 2;
    private static final int CLAIMED_TIER = 3;

    private static final Ladder LADDER = LadderFile.standard();
    private static final Commits COMMITS = Commits.every(
                    Duration.ofMinutes(1), Duration.ofSeconds(2), MEASURED.plusMinutes(2))
            .stalled(STALL_FROM, STALL_TO);

    @Override
    public Table table(Scale scale) {
        int runs = scale.runs(FULL_RUNS, 10);
        List<WindowEvidence> hours = Scale.each(runs, run -> hour(SEED + run));
        double truth = seconds(COMMITS.quantile(P, Duration.ZERO, HOUR));
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("the hour itself", "p95, s", "closed form", truth, Band.exactly(472)));
        lines.add(new Line(
                "Rung",
                "share of runs whose p95 interval contains the truth",
                "0.95 or more",
                share(hours, hour -> contains(p95(hour), truth)),
                Band.shareAtLeast(0.95, runs, FULL_RUNS)));
        lines.add(
                new Line("Rung", "p95, s, mean over runs", Band.number(truth), mean(hours), Band.within(0.03, truth)));
        lines.add(new Line(
                "Rung",
                "share of runs that prove tier 2 kept and tier 3 missed",
                "1",
                share(
                        hours,
                        hour -> Standing.of(LADDER, hour).kept().orElse(-1) == TRUE_TIER
                                && Standing.of(LADDER, hour).state(CLAIMED_TIER) == State.MISSED),
                Band.exactly(1)));
        contrast(
                lines,
                "late ones removed: beyond 300 s a probe counts as lost",
                Contrasts.lateRemoved(COMMITS, PACE, HOUR, CUT_OFF));
        contrast(lines, "clamped: the recorder's range ends at 5 s", Contrasts.clamped(COMMITS, PACE, HOUR, BOUND));
        contrast(
                lines,
                "closed loop: the next probe 10 s after the last was seen",
                Contrasts.closedLoop(COMMITS, PACE, HOUR));
        contrast(lines, "arrivals only, looked at in mid-stall", Contrasts.arrivalsOnly(COMMITS, PACE, MID_STALL));
        return new Table(
                "A commit each 60 s, visible 2 s later, and one stall of 600 s that begins 50 s after a commit. 9.8 % of the"
                        + " hour's sales take longer than 5 min, so the pipeline stands on tier 2. Each wrong estimator"
                        + " certifies tier 3 or better.",
                Trial.THROUGH + "; the estimators see the same commits with a probe each 10 s",
                SEED,
                runs + " runs of an hour, a sale in each slot of 10 s, read every 5 s",
                lines);
    }

    private static void contrast(List<Line> lines, String of, List<Duration> recorded) {
        Duration p95 = Contrasts.quantile(P, recorded);
        lines.add(new Line(of, "p95, s", "472", seconds(p95), Band.CONTRAST));
        lines.add(
                new Line(of, "tier that it would claim", "2", LADDER.place(p95).tier(), Band.atLeast(CLAIMED_TIER)));
    }

    private static WindowEvidence hour(long seed) {
        Course course = Course.of(
                PACE,
                Math.toIntExact(MEASURED.dividedBy(PACE)),
                POLL,
                LADDER.edges().toArray(Duration[]::new));
        return Committed.evidence(Trial.of(course, seed, Committed.shop(COMMITS)), HOUR, LADDER);
    }

    private static Quantile p95(WindowEvidence hour) {
        return hour.quantiles().stream()
                .filter(quantile -> quantile.quantile() == P)
                .findFirst()
                .orElseThrow();
    }

    private static boolean contains(Quantile quantile, double truth) {
        return quantile.lower().orElse(Double.POSITIVE_INFINITY) <= truth
                && truth <= quantile.upper().orElse(Double.POSITIVE_INFINITY);
    }

    private static double mean(List<WindowEvidence> hours) {
        return hours.stream()
                .mapToDouble(hour -> p95(hour).estimate().orElse(Double.NaN))
                .average()
                .orElseThrow();
    }

    private static double share(List<WindowEvidence> hours, Predicate<WindowEvidence> such) {
        return (double) hours.stream().filter(such).count() / hours.size();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
