package rung.core.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers the pairs of pipeline and stage in the order in which they first appear; a look-up makes no garbage. */
final class SeriesTable {
    /** Pairs of pipeline and stage in one file, at most. */
    static final int MOST = 1_000;

    private static final int PLACES = 4_096;

    /** The slots of one stage of one pipeline. */
    record Series(String pipeline, String stage) {}

    private final int[] numbers = new int[PLACES];
    private final List<byte[]> pipelines = new ArrayList<>();
    private final List<byte[]> stages = new ArrayList<>();
    private final List<Series> series = new ArrayList<>();

    SeriesTable() {
        Arrays.fill(numbers, -1);
    }

    /** Number of the pair that two cells name, from 0; -1 when it is new. */
    int find(CsvRows row, int pipeline, int stage) {
        return numbers[place(row, pipeline, stage)];
    }

    /** Adds a pair that is new, unless the table is full; then -1. */
    int add(CsvRows row, int pipeline, int stage) {
        int number = series.size();
        if (number == MOST) {
            return -1;
        }
        numbers[place(row, pipeline, stage)] = number;
        pipelines.add(Arrays.copyOfRange(row.bytes(), row.start(pipeline), row.end(pipeline)));
        stages.add(Arrays.copyOfRange(row.bytes(), row.start(stage), row.end(stage)));
        series.add(new Series(row.text(pipeline), row.text(stage)));
        return number;
    }

    List<Series> series() {
        return List.copyOf(series);
    }

    private int place(CsvRows row, int pipeline, int stage) {
        int hash = hash(row, stage, hash(row, pipeline, 1) * 31);
        int place = (hash ^ hash >>> 15) & PLACES - 1;
        while (numbers[place] >= 0
                && !(equals(row, pipeline, pipelines.get(numbers[place]))
                        && equals(row, stage, stages.get(numbers[place])))) {
            place = place + 1 & PLACES - 1;
        }
        return place;
    }

    private static int hash(CsvRows row, int cell, int seed) {
        int hash = seed;
        for (int i = row.start(cell); i < row.end(cell); i++) {
            hash = hash * 31 + row.bytes()[i];
        }
        return hash;
    }

    private static boolean equals(CsvRows row, int cell, byte[] name) {
        return Arrays.equals(row.bytes(), row.start(cell), row.end(cell), name, 0, name.length);
    }
}
