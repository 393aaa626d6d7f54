package rung.cli.story;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import rung.core.evidence.DisplayAccuracy;
import rung.core.ladder.Ladder;
import rung.core.log.FactReader;
import rung.core.log.LogReader;
import rung.core.measure.TimeWindow;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;

/**
 * The 47-minute retailer, told by measurements: the same day lived three times side by side, with the pipeline it had,
 * with the one it would have had without adding consumers, and with the cure.
 *
 * @param report of the day, judged in its peaks
 * @param hours the same facts, hour by hour
 * @param before what shoppers saw in the worst peak of the pipeline that the retailer had
 * @param after what they saw in that peak after the cure
 */
public record Story(FreshnessReport report, FreshnessReport hours, Shoppers before, Shoppers after) {
    static final String BEFORE = "before";
    static final String WITHOUT_HELP = "before-unhelped";
    static final String AFTER = "after";

    /** A SKU that everybody wants: it sells so often in an hour in one store, over all channels. */
    static final double SALES_PER_HOUR = 1.5;

    /**
     * What shoppers of a popular SKU saw in one window.
     *
     * @param window of the day
     * @param rightAtLeast share of page views with the right count, at least
     * @param rightAtMost share of page views with the right count, at most
     */
    public record Shoppers(TimeWindow window, double rightAtLeast, double rightAtMost) {
        /** The share of pick-up promises for the last unit that were broken, at most: it had been sold already. */
        double brokenAtMost() {
            return 1 - rightAtLeast;
        }
    }

    /**
     * Lives the day in virtual time.
     *
     * @param log file that keeps the facts
     * @param seed of schedule, keys and the small delays
     */
    public static Story live(Path log, Ladder ladder, long seed) throws IOException, InterruptedException {
        try (Simulation day = begin(log, ladder, seed)) {
            day.live();
        }
        return read(log, ladder);
    }

    /** Begins the day and its log, for somebody who lives it step by step. */
    public static Simulation begin(Path log, Ladder ladder, long seed) throws IOException {
        return new Day(ladder, seed)
                .begin(
                        log,
                        "story",
                        List.of(
                                timeline -> Retailer.before(timeline, Day.ZONE, BEFORE, true),
                                timeline -> Retailer.before(timeline, Day.ZONE, WITHOUT_HELP, false),
                                timeline -> Retailer.after(timeline, AFTER, seed)));
    }

    /** What the log of a whole day tells. */
    public static Story read(Path log, Ladder ladder) throws IOException {
        try (LogReader facts = LogReader.newest(log)) {
            Instant at = facts.until();
            FreshnessReport report = FreshnessReport.of(facts, ladder, Day.peaks(), Day.whole(), at);
            FreshnessReport hours = FreshnessReport.of(facts, ladder, Day.hours(), Day.whole(), at);
            TimeWindow worst = pipeline(report, BEFORE).promised().windows().stream()
                    .max(Comparator.comparing(window -> window.evidence().largestAge()))
                    .orElseThrow()
                    .window();
            return new Story(report, hours, shoppers(facts, BEFORE, worst), shoppers(facts, AFTER, worst));
        }
    }

    private static Shoppers shoppers(FactReader facts, String pipeline, TimeWindow window) {
        DisplayAccuracy accuracy = new DisplayAccuracy(SALES_PER_HOUR, facts.until());
        facts.slots(pipeline, "api", window, accuracy::add);
        return new Shoppers(window, accuracy.rightAtLeast(), accuracy.rightAtMost());
    }

    /** The largest age of the day at the shop's page. */
    Duration worstAge(String pipeline) {
        return pipeline(hours, pipeline).promised().run().evidence().largestAge();
    }

    /** The hours of the day at the shop's page, from midnight. */
    List<WindowReport> hoursOf(String pipeline) {
        return pipeline(hours, pipeline).promised().windows();
    }

    static PipelineReport pipeline(FreshnessReport report, String id) {
        return report.pipelines().stream()
                .filter(pipeline -> pipeline.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
