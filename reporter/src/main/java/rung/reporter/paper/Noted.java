package rung.reporter.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.measure.Mark;

/** What was noted beside the measurement, under the numbers that charts over time have for it. */
final class Noted {
    private static final int MOST = 20;

    private Noted() {}

    /** Absent where nothing was noted of {@code chapters} in what is drawn. */
    static Optional<Block> table(Telling telling, List<Chapter> chapters) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Chapter chapter : chapters) {
            List<Mark> marks = chapter.closeup().map(Closeup::marks).orElse(List.of());
            for (int i = 0; i < marks.size(); i++) {
                rows.add(List.of(
                        Cell.of(telling.name(chapter.pipeline())),
                        Cell.figure(String.valueOf(i + 1)),
                        Cell.of(telling.words().moment(marks.get(i).at())),
                        Cell.of(marks.get(i).note())));
            }
        }
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        String caption = "Noted beside the measurement, under the numbers in the charts"
                + (rows.size() > MOST
                        ? ": the first " + MOST + " of " + telling.words().count(rows.size())
                        : "");
        return Optional.of(new Block.Table(
                caption,
                List.of("Pipeline", "No.", "When", "What"),
                List.of(20, 6, 24, 50),
                rows.stream().limit(MOST).toList()));
    }
}
