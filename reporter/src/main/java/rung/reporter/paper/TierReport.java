package rung.reporter.paper;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import rung.core.log.FactReader;
import rung.core.measure.PipelineSetup;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;

/**
 * All that the tier report says: the one value that HTML and PDF are written from, beside {@code report.json}, which is of
 * the same {@link FreshnessReport}.
 *
 * @param report what the facts say
 * @param setups how its pipelines were measured, in their order
 * @param closeups what is drawn of single sales, by pipeline: of the {@link #MOST_CLOSE} that need attention most
 * @param origin of what it is made
 */
public record TierReport(
        FreshnessReport report, List<PipelineSetup> setups, Map<String, Closeup> closeups, Origin origin) {
    /** Of so many pipelines single sales are drawn. */
    static final int MOST_CLOSE = 24;

    public TierReport {
        setups = List.copyOf(setups);
        closeups = Map.copyOf(closeups);
    }

    /**
     * Adds to {@code report} what is drawn beside it; the same arguments always give the same value.
     *
     * @param facts from which the report is made
     * @param build that makes the report, with its version
     */
    public static TierReport of(FactReader facts, FreshnessReport report, String build) {
        return facts.still(() -> {
            Set<String> told =
                    report.pipelines().stream().map(PipelineReport::id).collect(Collectors.toSet());
            List<PipelineSetup> setups = facts.run().pipelines().stream()
                    .filter(setup -> told.contains(setup.name()))
                    .toList();
            Set<String> close = Telling.worstFirst(report).stream()
                    .limit(MOST_CLOSE)
                    .map(PipelineReport::id)
                    .collect(Collectors.toSet());
            List<PipelineSetup> drawn = setups.stream()
                    .filter(setup -> close.contains(setup.name()))
                    .toList();
            Map<String, Closeup> closeups = facts
                    .each(
                            drawn,
                            (reader, setup) -> Map.entry(
                                    setup.name(), Closeup.of(reader, report.ladder(), setup, report.window())))
                    .stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            return new TierReport(report, setups, closeups, Origin.of(report, build));
        });
    }
}
