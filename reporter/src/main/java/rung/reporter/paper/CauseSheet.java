package rung.reporter.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import rung.reporter.chart.Plain;
import rung.reporter.report.CommitReport;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.StageReport;
import rung.reporter.report.WindowReport;

/** Page three: where the wait is. */
final class CauseSheet {
    private static final int TABLED_TOGETHER = 3;

    private final Telling telling;
    private final List<Chapter> chapters;

    /** @param chapters of the pipelines that are shown, from the one that a reader must hear of first */
    CauseSheet(Telling telling, List<Chapter> chapters) {
        this.telling = telling;
        this.chapters = chapters;
    }

    Sheet sheet() {
        List<Block> blocks = new ArrayList<>();
        for (Chapter chapter : chapters) {
            blocks.add(new Block.Heading(telling.name(chapter.pipeline())));
            blocks.addAll(blocks(chapter));
        }
        if (!isTabledEach()) {
            blocks.add(stages(
                    "Stages, in the order in which a count travels",
                    chapters.stream().map(Chapter::pipeline).toList()));
        }
        return new Sheet("cause", "Cause", "Where do the minutes go?", blocks);
    }

    private List<Block> blocks(Chapter chapter) {
        PipelineReport pipeline = chapter.pipeline();
        List<Block> blocks = new ArrayList<>();
        blocks.add(Block.Text.leading(telling.phrases()
                .cause(pipeline)
                .map(cause -> "Of the wait of half of the sales, " + cause + ".")
                .orElse(
                        pipeline.stages().size() < 2
                                ? "The pipeline is read at one stage, so its wait cannot be split."
                                : "No stage stands out: the wait is under a second, or not known at every stage.")));
        boolean isFirst = chapter.equals(chapters.get(0));
        PipelineCharts charts = chapter.charts("cause", chapters.size());
        List<Plate> plates = Stream.concat(charts.segments().stream(), charts.commits().stream())
                .map(plate -> isFirst ? plate : plate.again())
                .toList();
        if (!plates.isEmpty()) {
            blocks.add(
                    new Block.Plates(plates.size() == 1 ? List.of(plates.get(0).wide()) : plates));
        }
        if (isTabledEach()) {
            blocks.add(stages(pipeline));
        }
        return blocks;
    }

    /** Whether each pipeline has a table of its own; several share one, so that the page is one page. */
    private boolean isTabledEach() {
        return chapters.size() < TABLED_TOGETHER;
    }

    /** How each stage did over the whole period. */
    Block.Table stages(PipelineReport pipeline) {
        return stages(
                "Stages of " + telling.name(pipeline) + ", in the order in which a count travels", List.of(pipeline));
    }

    private Block.Table stages(String caption, List<PipelineReport> pipelines) {
        List<List<Cell>> rows = new ArrayList<>();
        for (PipelineReport pipeline : pipelines) {
            String before = pipelines.size() == 1 ? "" : telling.name(pipeline) + ": ";
            pipeline.stages().forEach(stage -> rows.add(stage(before, stage)));
        }
        return new Block.Table(
                caption,
                List.of("Stage", "50 % within", "95 % within", "Sales", "Commits", "Known to", "Unreadable for"),
                List.of(16, 20, 21, 7, 18, 8, 10),
                rows);
    }

    private List<Cell> stage(String before, StageReport stage) {
        WindowReport run = stage.run();
        return List.of(
                Cell.of(before + Plain.name(stage.id())),
                Cell.figure(telling.bare(run, 0.5)),
                Cell.figure(telling.bare(run, 0.95)),
                Cell.figure(telling.words().count(run.evidence().histogram().count())),
                Cell.of(commits(stage)),
                Cell.figure(telling.resolution(run).orElse("–")),
                Cell.figure(run.unreadable().isZero() ? "–" : telling.words().duration(run.unreadable())));
    }

    private String commits(StageReport stage) {
        Optional<CommitReport> told = stage.commits();
        if (told.isEmpty()) {
            long cycles = stage.run().evidence().cycles();
            return cycles == 0 ? "not told" : telling.words().count(cycles) + " brought them";
        }
        CommitReport commits = told.get();
        return telling.words().count(commits.dataCommits()) + " with data"
                + (commits.hasOlder() ? " of the newest " + telling.words().count(commits.read()) : "")
                + commits.medianWait()
                        .map(wait -> ", half within " + telling.words().duration(wait) + " of the one before")
                        .orElse("")
                + commits.longestWait()
                        .map(wait -> ", at most " + telling.words().duration(wait))
                        .orElse("");
    }
}
