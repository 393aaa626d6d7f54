package rung.reporter.paper;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import rung.core.ladder.Tier;
import rung.core.ladder.Verdict;
import rung.core.measure.Fact;
import rung.reporter.report.Phrases;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;

/** A page for one pipeline: all of its charts, its declared windows and what else its reader should know. */
final class PipelineSheet {
    /** So many declared windows stand on its page, the worst ones; all are in {@code report.json}. */
    private static final int MOST_WINDOWS = 12;

    private static final List<Verdict> WORST_FIRST =
            List.of(Verdict.MISSED, Verdict.INVALID, Verdict.UNDECIDED, Verdict.MET, Verdict.NO_PROMISE);

    private final Telling telling;
    private final Chapter chapter;
    private final PipelineReport pipeline;

    PipelineSheet(Telling telling, Chapter chapter) {
        this.telling = telling;
        this.chapter = chapter;
        this.pipeline = chapter.pipeline();
    }

    Sheet sheet() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Items(telling.phrases().evidence(pipeline)));
        PipelineCharts charts = chapter.charts("own", 2);
        blocks.add(new Block.Plates(List.of(charts.ecdf(), charts.spectrum())));
        if (chapter.closeup().isPresent()) {
            blocks.add(new Block.Plates(List.of(charts.heatmap(), charts.age())));
        }
        Noted.table(telling, List.of(chapter)).ifPresent(blocks::add);
        List<Plate> causes = Stream.concat(charts.segments().stream(), charts.commits().stream())
                .toList();
        if (!causes.isEmpty()) {
            blocks.add(
                    new Block.Plates(causes.size() == 1 ? List.of(causes.get(0).wide()) : causes));
        }
        if (chapter.closeup().isEmpty()) {
            blocks.add(Block.Text.small("Single sales are drawn of the " + TierReport.MOST_CLOSE
                    + " pipelines that need attention most; of this one with rung report --pipelines."));
        } else if (!chapter.closeup().get().isWhole()) {
            blocks.add(
                    Block.Text.small("The heat map, the age and the commits are of the last 24 hours of the period; the"
                            + " other charts are of all of it."));
        }
        if (!pipeline.promised().windows().isEmpty()) {
            blocks.add(windows());
        }
        blocks.add(new CauseSheet(telling, List.of()).stages(pipeline));
        List<String> notes = notes();
        if (!notes.isEmpty()) {
            blocks.add(new Block.Heading("What else to know"));
            blocks.add(new Block.Items(notes));
        }
        return new Sheet(
                "pipeline-" + chapter.number(),
                telling.name(pipeline),
                "Promised " + telling.promise(pipeline) + "; proven " + telling.proven(pipeline) + "; "
                        + Cell.sign(pipeline.verdict()) + " "
                        + (pipeline.verdict() == Verdict.NO_PROMISE
                                ? "no promise"
                                : telling.phrases().verdict(pipeline)),
                blocks);
    }

    private Block.Table windows() {
        List<WindowReport> all = pipeline.promised().windows();
        List<WindowReport> shown = all.stream()
                .sorted(Comparator.comparingInt(
                        (WindowReport window) -> WORST_FIRST.indexOf(window.verdict(pipeline.promise()))))
                .limit(MOST_WINDOWS)
                .toList();
        return new Block.Table(
                "Declared windows, each judged on its own"
                        + (all.size() > shown.size()
                                ? ": the worst " + shown.size() + " of "
                                        + telling.words().count(all.size())
                                : ""),
                List.of("Window", "When", "Verdict", "In time", "95 % within", "Oldest count"),
                List.of(13, 21, 16, 22, 16, 12),
                shown.stream().map(this::window).toList());
    }

    private List<Cell> window(WindowReport window) {
        Verdict verdict = window.verdict(pipeline.promise());
        String word =
                switch (verdict) {
                    case MET -> "kept";
                    case MISSED -> "missed";
                    case UNDECIDED -> "undecided";
                    case INVALID -> "invalid";
                    case NO_PROMISE -> keptTier(window);
                };
        return List.of(
                Cell.of(window.window().name()),
                Cell.of(telling.words()
                                .stretch(window.window().from(), window.window().to())
                        + (window.ended() ? "" : " (so far)")),
                Cell.verdict(verdict, word),
                Cell.of(share(window)),
                Cell.figure(telling.percentile(window, 0.95)),
                Cell.figure(telling.oldest(window)));
    }

    private static String keptTier(WindowReport window) {
        return window.kept().isEmpty() ? "nothing proven" : "T" + window.kept().getAsInt();
    }

    private String share(WindowReport window) {
        return telling.asked(pipeline)
                .map((Tier tier) -> window.at(tier))
                .flatMap(edge -> edge.matureShare()
                        .map(share ->
                                telling.words().share(share.atLeast()) + " of " + telling.sales(edge.matureSlots())))
                .orElse("nothing known");
    }

    private List<String> notes() {
        WindowReport told = Telling.told(pipeline);
        List<String> notes = new ArrayList<>(Stream.of(
                        pipeline.promised().run().notes().stream(),
                        pipeline.promised().run().invalidBecause().stream(),
                        told.notes().stream(),
                        told.invalidBecause().stream())
                .flatMap(one -> one)
                .distinct()
                .toList());
        for (Fact.Anomaly.Kind kind : Fact.Anomaly.Kind.values()) {
            long count = Phrases.most(pipeline, kind);
            if (count > 0) {
                notes.add(kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ": "
                        + telling.words().count(count));
            }
        }
        if (pipeline.residueUnits() != 0) {
            notes.add(telling.words().count(pipeline.residueUnits()) + " units that Rung sold are not returned yet.");
        }
        return notes;
    }
}
