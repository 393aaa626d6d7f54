package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import rung.core.ladder.Ladder;
import rung.core.ladder.LadderFile;
import rung.core.ladder.Verdict;
import rung.core.measure.TimeWindow;
import rung.probe.virtual.Transit;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;

/** METHOD I.17: a declared peak is judged on its own, and the headline is that of the worst declared window. */
final class PeakWindows implements Proof {
    private static final long SEED = 1701;
    private static final Ladder LADDER = LadderFile.standard();
    private static final Duration SLOT = Duration.ofSeconds(10);
    private static final int SLOTS = 2880;
    private static final TimeWindow EVENING = new TimeWindow(
            "evening", at(Duration.ofHours(4)), at(Duration.ofHours(4).plusMinutes(15)));
    private static final int DECIDING = Math.toIntExact(EVENING.length().dividedBy(SLOT));
    private static final Duration QUIET_DELAY = Duration.ofSeconds(1);
    private static final Duration PEAK_DELAY = Duration.ofMinutes(12);
    private static final int QUIET_TIER = 4;
    private static final int PEAK_TIER = 2;

    @Override
    public Table table(Scale scale) {
        int runs = scale.runs(16, 3);
        Course course =
                Course.of(SLOT, SLOTS, Duration.ofMillis(250), LADDER.edges().toArray(Duration[]::new));
        Shop shop = Shop.of((timeline, random, shown) ->
                Transit.delayed(timeline, () -> EVENING.contains(timeline.now()) ? PEAK_DELAY : QUIET_DELAY, shown));
        List<PipelineReport> reports = Scale.each(
                runs,
                run -> Trial.of(course, SEED + run, shop, (trial, log) -> FreshnessReport.of(
                                log, LADDER, List.of(EVENING), course.window(), log.until())
                        .pipelines()
                        .get(0)));
        List<Line> lines = List.of(
                new Line(
                        "8 h with one evening peak",
                        "share of runs whose headline is tier 2, of the evening",
                        "1",
                        share(
                                reports,
                                report -> report.tier().orElse(-1) == PEAK_TIER
                                        && report.headline().window().equals(EVENING)),
                        Band.exactly(1)),
                new Line(
                        "8 h with one evening peak",
                        "share of runs whose promise of tier 3 is missed",
                        "1",
                        share(reports, report -> report.verdict() == Verdict.MISSED),
                        Band.exactly(1)),
                new Line(
                        "the evening",
                        "slots that decided it",
                        Integer.toString(DECIDING),
                        reports.get(0).headline().evidence().counts().slots(),
                        Band.exactly(DECIDING)),
                new Line(
                        "all sales pooled",
                        "share of runs that would say tier 4",
                        "0",
                        share(reports, report -> report.promised().run().kept().orElse(-1) == QUIET_TIER),
                        Band.CONTRAST));
        return new Table(
                "Sales take 1 s, but 12 min in a declared quarter of an hour that holds 3 % of the slots. The headline is the"
                        + " tier of that quarter; pooled, 97 % of all sales are in time, and its shoppers vanish.",
                Trial.THROUGH + "; judged by the report", SEED, runs + " runs of " + SLOTS + " sales", lines);
    }

    private static double share(List<PipelineReport> reports, Predicate<PipelineReport> which) {
        return (double) reports.stream().filter(which).count() / reports.size();
    }

    private static Instant at(Duration sinceNoon) {
        return Course.NOON.plus(sinceNoon);
    }
}
