package rung.reporter.paper;

import java.util.Optional;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;

/**
 * One pipeline, as the sheets tell of it.
 *
 * @param closeup what is drawn of its single sales; absent where there are too many pipelines for that
 * @param number of it in the report, from 1
 */
record Chapter(FreshnessReport report, PipelineReport pipeline, Optional<Closeup> closeup, int number) {
    /**
     * Its charts for one sheet, on which each stands once at most.
     *
     * @param together so many pipelines share the sheet, so that charts are lower the more there are
     */
    PipelineCharts charts(String sheet, int together) {
        return new PipelineCharts(sheet + "-p" + number, together, report, pipeline, closeup);
    }
}
