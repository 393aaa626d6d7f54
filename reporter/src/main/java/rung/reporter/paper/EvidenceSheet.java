package rung.reporter.paper;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import rung.core.evidence.WindowCounts;
import rung.core.evidence.WindowEvidence;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;

/** Page two: what the verdicts rest on. */
final class EvidenceSheet {
    private static final int MOST_SPELLS = 6;

    private final Telling telling;
    private final List<Chapter> chapters;

    /** @param chapters of the pipelines that are shown, from the one that a reader must hear of first */
    EvidenceSheet(Telling telling, List<Chapter> chapters) {
        this.telling = telling;
        this.chapters = chapters;
    }

    Sheet sheet() {
        List<Block> blocks = new ArrayList<>();
        for (Chapter chapter : chapters) {
            PipelineCharts charts = chapter.charts("evidence", chapters.size());
            if (chapters.size() > 1) {
                blocks.add(new Block.Heading(telling.name(chapter.pipeline())));
            }
            boolean isFirst = chapter.equals(chapters.get(0));
            blocks.add(new Block.Plates(
                    isFirst
                            ? List.of(charts.ecdf(), charts.age())
                            : List.of(charts.ecdf().again(), charts.age().again())));
            if (chapters.size() == 1) {
                blocks.add(new Block.Plates(List.of(charts.heatmap(), charts.spectrum())));
            }
        }
        Noted.table(telling, chapters).ifPresent(blocks::add);
        blocks.add(percentiles());
        blocks.add(spells());
        return new Sheet("evidence", "Evidence", "What does the verdict rest on?", blocks);
    }

    private Block.Table percentiles() {
        return new Block.Table(
                "Within what time a share of sales showed, with 95 % intervals: the whole period",
                List.of("Pipeline", "50 %", "90 %", "95 %", "99 %", "Sales", "Pending, lost, void"),
                List.of(14, 17, 17, 17, 17, 7, 11),
                chapters.stream().map(Chapter::pipeline).map(this::percentiles).toList());
    }

    private List<Cell> percentiles(PipelineReport pipeline) {
        WindowReport run = pipeline.promised().run();
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.of(telling.name(pipeline)));
        WindowEvidence.QUANTILES.forEach(quantile -> cells.add(Cell.figure(telling.bare(run, quantile))));
        cells.add(Cell.figure(telling.words().count(run.evidence().histogram().count())));
        WindowCounts counts = run.evidence().counts();
        cells.add(Cell.figure(telling.words().count(counts.pending()) + ", "
                + telling.words().count(counts.lost()) + ", " + telling.words().count(counts.unmeasured())));
        return cells;
    }

    private Block spells() {
        List<List<Cell>> rows = new ArrayList<>();
        int all = 0;
        for (Chapter chapter : chapters) {
            List<Spell> spells = chapter.closeup().map(Closeup::spells).orElse(List.of());
            all += spells.size();
            spells.stream()
                    .sorted(Comparator.comparing(Spell::length).reversed())
                    .limit(MOST_SPELLS)
                    .sorted(Comparator.comparing(Spell::from))
                    .forEach(spell -> rows.add(row(chapter, spell)));
        }
        String since =
                chapters.stream().flatMap(chapter -> chapter.closeup().stream()).allMatch(Closeup::isWhole)
                        ? "in the period"
                        : "in the last 24 hours of the period";
        if (rows.isEmpty()) {
            boolean isPromised = chapters.stream()
                    .anyMatch(chapter -> chapter.pipeline().promise().isMade());
            return Block.Text.of(
                    isPromised
                            ? "No count was surely older than promised at any moment " + since + "."
                            : "Nothing was promised, so no stretch of time counts as bad.");
        }
        return new Block.Table(
                "Bad spells: when the count was surely older than promised, " + since
                        + (all > rows.size()
                                ? "; the longest of " + telling.words().count(all)
                                : ""),
                List.of("Pipeline", "From", "To", "Length", "Oldest count", "Declared window"),
                List.of(18, 24, 14, 14, 14, 16),
                rows);
    }

    private List<Cell> row(Chapter chapter, Spell spell) {
        String[] ends = telling.words().stretch(spell.from(), spell.to()).split(" to ", 2);
        return List.of(
                Cell.of(telling.name(chapter.pipeline())),
                Cell.of(ends[0]),
                Cell.of(ends[1]),
                Cell.figure(telling.words().duration(spell.length())),
                Cell.figure(telling.words().duration(spell.oldest())),
                Cell.of(chapter.pipeline().promised().windows().stream()
                        .map(WindowReport::window)
                        .filter(window -> window.from().isBefore(spell.to())
                                && window.to().isAfter(spell.from()))
                        .map(window -> window.name())
                        .distinct()
                        .reduce((one, other) -> one + ", " + other)
                        .orElse("–")));
    }
}
