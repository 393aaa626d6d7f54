package rung.reporter.paper;

import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;

/**
 * One pipeline, as the sheets tell of it.
 *
 * @param number of it in the report, from 1
 */
record Chapter(FreshnessReport report, PipelineReport pipeline, Closeup closeup, int number) {
    /**
     * Its charts for one sheet, on which each stands once at most.
     *
     * @param together so many pipelines share the sheet, so that charts are lower the more there are
     */
    PipelineCharts charts(String sheet, int together) {
        return new PipelineCharts(sheet + "-p" + number, together, report, pipeline, closeup);
    }
}
