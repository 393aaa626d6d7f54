package rung.reporter.report;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import rung.core.calibration.Calibration;
import rung.core.calibration.CalibrationJson;
import rung.core.ladder.Ladder;
import rung.core.ladder.Verdict;
import rung.core.log.FactReader;
import rung.core.measure.Fact;
import rung.core.measure.TimeWindow;
import rung.reporter.business.Assumptions;
import rung.reporter.business.Change;
import rung.reporter.business.Earlier;

/**
 * What the facts of a run say, at one moment: the one value from which every rendering is made, so that their figures
 * cannot disagree.
 *
 * @param generatedAt when the report was made
 * @param knownUntil up to when the facts were complete that it was made from
 * @param run id of the run that measured
 * @param software that measured, with its version
 * @param zone in which its reader's calendar is kept
 * @param locale as whose people its reader writes numbers
 * @param window the stretch of time that it is about
 * @param ladder by which it judges
 * @param instrument what the instrument could resolve where it measured; absent when the run was not calibrated
 * @param assumptions about the business, which no probe can know
 * @param earlier what an earlier report said; absent when it is compared with none
 * @param pipelines in the order in which the run declares them
 */
public record FreshnessReport(
        Instant generatedAt,
        Instant knownUntil,
        String run,
        String software,
        ZoneId zone,
        Locale locale,
        TimeWindow window,
        Ladder ladder,
        Optional<Calibration> instrument,
        Assumptions assumptions,
        Optional<Earlier> earlier,
        List<PipelineReport> pipelines) {
    private static final int MET = 0;
    private static final int MISSED = 3;
    private static final int UNDECIDED = 4;

    public FreshnessReport {
        pipelines = List.copyOf(pipelines);
    }

    /**
     * Concludes from {@code facts}, as they are at one moment when they are still being written. The same arguments always
     * give the same report.
     *
     * @param facts of one run
     * @param ladder that judges
     * @param declared the windows that are judged on their own, each named as its peak; several may share a name
     * @param period the stretch of time that the report is about
     * @param at when the report is made
     * @throws IllegalArgumentException when a pipeline's promise names a tier or a stage that does not exist
     */
    public static FreshnessReport of(
            FactReader facts, Ladder ladder, List<TimeWindow> declared, TimeWindow period, Instant at) {
        return of(facts, ladder, declared, period, at, judged -> {});
    }

    /** The same, and tells {@code judged} after each pipeline how many are judged: by one thread at a time, not always the same. */
    public static FreshnessReport of(
            FactReader facts,
            Ladder ladder,
            List<TimeWindow> declared,
            TimeWindow period,
            Instant at,
            IntConsumer judged) {
        return facts.still(() -> {
            Object turn = new Object();
            int[] done = {0};
            List<PipelineReport> pipelines = facts.each(facts.run().pipelines(), (reader, pipeline) -> {
                PipelineReport one = new PipelineJudge(reader, ladder, declared, period, pipeline).report();
                synchronized (turn) {
                    judged.accept(++done[0]);
                }
                return one;
            });
            return new FreshnessReport(
                    at,
                    facts.until(),
                    facts.run().id(),
                    facts.run().software(),
                    facts.run().zone(),
                    Locale.ENGLISH,
                    period,
                    ladder,
                    newest(facts.calibrations()),
                    Assumptions.USUAL,
                    Optional.empty(),
                    pipelines);
        });
    }

    /** The newest calibration of the run; absent also where another version of the software wrote it in its own form. */
    private static Optional<Calibration> newest(List<Fact.Calibrated> calibrations) {
        if (calibrations.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(CalibrationJson.read(
                    calibrations.get(calibrations.size() - 1).result()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The same for a reader whose calendar is kept in {@code other}. */
    public FreshnessReport in(ZoneId other) {
        return with(other, locale, assumptions, earlier, pipelines);
    }

    /** The same for a reader who writes numbers as the people of {@code other}. */
    public FreshnessReport in(Locale other) {
        return with(zone, other, assumptions, earlier, pipelines);
    }

    /** The same of a business of which something else is assumed. */
    public FreshnessReport assuming(Assumptions others) {
        return with(zone, locale, others, earlier, pipelines);
    }

    /** The same, compared with an earlier report. */
    public FreshnessReport since(Earlier other) {
        return with(zone, locale, assumptions, Optional.of(other), pipelines);
    }

    private FreshnessReport with(
            ZoneId itsZone,
            Locale itsLocale,
            Assumptions itsAssumptions,
            Optional<Earlier> itsEarlier,
            List<PipelineReport> itsPipelines) {
        return new FreshnessReport(
                generatedAt,
                knownUntil,
                run,
                software,
                itsZone,
                itsLocale,
                window,
                ladder,
                instrument,
                itsAssumptions,
                itsEarlier,
                itsPipelines);
    }

    /** What became of one of its pipelines since the earlier report; absent without one, and where that did not know it. */
    public Optional<Change> change(PipelineReport pipeline) {
        return earlier.map(report -> report.pipelines().get(pipeline.id()))
                .map(before -> Change.between(before, pipeline.standing()));
    }

    /** The same of these pipelines alone, in the order of the run; those that it does not know are not missed. */
    public FreshnessReport only(Collection<String> ids) {
        return with(
                zone,
                locale,
                assumptions,
                earlier,
                pipelines.stream()
                        .filter(pipeline -> ids.contains(pipeline.id()))
                        .toList());
    }

    /**
     * The exit code of a command that ends with this report: 0 when every promise was met or none was made, 3 when one was
     * missed, else 4 when one is undecided or its window invalid.
     */
    public int exitCode() {
        if (anyIs(Verdict.MISSED)) {
            return MISSED;
        }
        return anyIs(Verdict.UNDECIDED) || anyIs(Verdict.INVALID) ? UNDECIDED : MET;
    }

    private boolean anyIs(Verdict verdict) {
        return pipelines.stream().anyMatch(pipeline -> pipeline.verdict() == verdict);
    }
}
