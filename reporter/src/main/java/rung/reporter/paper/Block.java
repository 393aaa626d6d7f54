package rung.reporter.paper;

import java.util.List;
import rung.reporter.chart.Plain;

/** A part of a sheet, without a look of its own; all its texts are harmless but not escaped. */
public sealed interface Block {
    /** A heading within a sheet. */
    record Heading(String text) implements Block {
        public Heading {
            text = Plain.text(text);
        }
    }

    /**
     * A paragraph.
     *
     * @param style {@code leads} to what follows on the same page, {@code small}, or empty
     */
    record Text(String text, String style) implements Block {
        public Text {
            text = Plain.text(text);
        }

        static Text of(String text) {
            return new Text(text, "");
        }

        static Text leading(String text) {
            return new Text(text, "leads");
        }

        static Text small(String text) {
            return new Text(text, "small");
        }
    }

    /** The answer to the question of the report, in a box. */
    record Answer(String tone, String answer, List<String> sentences) implements Block {
        public Answer {
            answer = Plain.text(answer);
            sentences = sentences.stream().map(Plain::text).toList();
        }
    }

    /** Items one below the other. */
    record Items(List<String> items) implements Block {
        public Items {
            items = items.stream().map(Plain::text).toList();
        }
    }

    /** Charts side by side, or one that is wide. */
    record Plates(List<Plate> plates) implements Block {
        public Plates {
            plates = List.copyOf(plates);
        }
    }

    /**
     * A table; the first cell of each row names it.
     *
     * @param caption what it tells
     * @param widths of its columns in percent
     * @param rows at least one
     */
    record Table(String caption, List<String> columns, List<Integer> widths, List<List<Cell>> rows) implements Block {
        private static final int MOST_TOGETHER = 14;

        public Table {
            caption = Plain.text(caption);
            columns = columns.stream().map(Plain::text).toList();
            widths = List.copyOf(widths);
            rows = rows.stream().map(List::copyOf).toList();
            if (rows.isEmpty()) {
                throw new IllegalArgumentException("a table without rows: " + caption);
            }
            int wanted = columns.size();
            if (widths.size() != wanted || rows.stream().anyMatch(row -> row.size() != wanted)) {
                throw new IllegalArgumentException("rows or widths do not fit the columns " + columns);
            }
        }

        /** Whether it is so short that it does not break over pages. */
        public boolean isTogether() {
            return rows.size() <= MOST_TOGETHER;
        }
    }
}
