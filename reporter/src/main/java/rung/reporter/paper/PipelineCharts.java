package rung.reporter.paper;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jfree.chart.JFreeChart;
import rung.core.evidence.AgeBand;
import rung.core.evidence.WindowEvidence;
import rung.core.measure.Fact;
import rung.core.measure.TimeWindow;
import rung.reporter.chart.AgeOverTime;
import rung.reporter.chart.CommitTimeline;
import rung.reporter.chart.Ecdf;
import rung.reporter.chart.Figure;
import rung.reporter.chart.HeatCell;
import rung.reporter.chart.Heatmap;
import rung.reporter.chart.Period;
import rung.reporter.chart.Segment;
import rung.reporter.chart.SegmentBars;
import rung.reporter.chart.Spectrum;
import rung.reporter.chart.Subject;
import rung.reporter.paper.plot.AgePlot;
import rung.reporter.paper.plot.CommitsPlot;
import rung.reporter.paper.plot.Drawing;
import rung.reporter.paper.plot.EcdfPlot;
import rung.reporter.paper.plot.HeatmapPlot;
import rung.reporter.paper.plot.SegmentsPlot;
import rung.reporter.paper.plot.SpectrumPlot;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;

/** The charts of one pipeline at its promised stage. */
final class PipelineCharts {
    /** Millimetres on paper, where a sheet is of one, two or more pipelines. */
    private static final List<Integer> HEIGHTS = List.of(50, 40, 32);

    private final int height;
    private final PipelineReport pipeline;
    private final FreshnessReport report;
    private final Optional<Closeup> closeup;
    private final List<TimeWindow> declared;
    private final Subject subject;

    /**
     * @param id begins the ids of the charts; unique in the document
     * @param together so many pipelines share the sheet
     */
    PipelineCharts(
            String id, int together, FreshnessReport report, PipelineReport pipeline, Optional<Closeup> closeup) {
        this.height = HEIGHTS.get(Math.min(together, HEIGHTS.size()) - 1);
        this.pipeline = pipeline;
        this.closeup = closeup;
        this.subject = new Subject(
                id,
                pipeline.id() + " at " + pipeline.promise().stage(),
                report.ladder(),
                pipeline.promise().tier(),
                report.zone());
        this.report = report;
        this.declared =
                pipeline.promised().windows().stream().map(WindowReport::window).toList();
    }

    /** What is drawn of single sales. */
    private Closeup seen() {
        return closeup.orElseThrow(
                () -> new IllegalStateException("no single sales of " + pipeline.id() + " were read"));
    }

    private Period close() {
        return new Period(seen().close(), declared, seen().marks(), seen().until());
    }

    Plate ecdf() {
        WindowEvidence run = pipeline.promised().run().evidence();
        return plate(Ecdf.of(subject, run, report.generatedAt()), () -> EcdfPlot.of(subject, run));
    }

    Plate spectrum() {
        WindowEvidence run = pipeline.promised().run().evidence();
        return plate(Spectrum.of(subject, run), () -> SpectrumPlot.of(subject, run));
    }

    Plate heatmap() {
        Period close = close();
        List<HeatCell> cells = seen().cells();
        return plate(Heatmap.of(subject, close, cells), () -> HeatmapPlot.of(subject, close, cells));
    }

    Plate age() {
        Period close = close();
        Optional<AgeBand> age = seen().age();
        return plate(AgeOverTime.of(subject, close, age), () -> AgePlot.of(subject, close, age));
    }

    /** Absent where there is one stage only. */
    Optional<Plate> segments() {
        if (pipeline.stages().size() < 2) {
            return Optional.empty();
        }
        List<Segment> segments = pipeline.stages().stream()
                .map(stage -> new Segment(stage.id(), stage.run().evidence()))
                .toList();
        return Optional.of(
                plate(SegmentBars.of(subject, segments), 10 + 8 * segments.size(), () -> SegmentsPlot.of(segments)));
    }

    /** Absent where no stage tells its commits, or no single sales were read. */
    Optional<Plate> commits() {
        List<Fact.CommitSeen> commits =
                closeup.map(one -> one.commits().newest()).orElse(List.of());
        if (commits.isEmpty()) {
            return Optional.empty();
        }
        Period close = close();
        Subject committing = new Subject(
                subject.id(),
                pipeline.id() + " at " + seen().committing(),
                subject.ladder(),
                subject.promised(),
                subject.zone());
        return Optional.of(plate(
                CommitTimeline.of(committing, close, commits), 32, () -> CommitsPlot.of(committing, close, commits)));
    }

    private Plate plate(Figure figure, Supplier<JFreeChart> chart) {
        return plate(figure, height, chart);
    }

    private static Plate plate(Figure figure, int height, Supplier<JFreeChart> chart) {
        return new Plate(figure, new Drawing(height, chart), false, true, true);
    }
}
