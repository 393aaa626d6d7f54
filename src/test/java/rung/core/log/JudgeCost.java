package rung.core.log;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import rung.core.config.ConfigException;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.Look;
import rung.core.evidence.Rule;
import rung.core.evidence.WindowTally;
import rung.core.measure.PipelineSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;

/** What judging a file of facts costs: {@code JudgeCost ROWS [sorted|shuffled]} writes one, judges it, says how long. */
final class JudgeCost {
    /** A prime: its multiples visit every row of a file that it does not divide, all over the file. */
    private static final long STRIDE = 7_368_787;

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SPACING = Duration.ofSeconds(1);
    private static final List<String> STAGES = List.of("table", "api");

    private JudgeCost() {}

    public static void main(String[] args) throws IOException, ConfigException {
        int rows = Integer.parseInt(args[0]);
        boolean isShuffled = args.length > 1 && args[1].equals("shuffled");
        Path folder = Files.createTempDirectory("judge-cost");
        Path csv = folder.resolve("facts.csv");
        try {
            write(csv, rows, isShuffled);
            System.out.printf("%,d rows, %s, %,d bytes%n", rows, isShuffled ? "shuffled" : "sorted", Files.size(csv));
            judge(csv, folder);
        } finally {
            Files.deleteIfExists(csv);
            Files.delete(folder);
        }
    }

    /** Rows of two pipelines with two stages each. */
    private static void write(Path csv, int rows, boolean isShuffled) throws IOException {
        Random random = new Random(7);
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            out.write("pipeline,stage,intended,missed_at,seen_at,cycle\n");
            for (int i = 0; i < rows; i++) {
                int row = isShuffled ? (int) (i * STRIDE % rows) : i;
                int slot = row / 4;
                Instant intended = START.plus(SPACING.multipliedBy(slot)).plusNanos(Math.floorMod(slot * 7919L, 1000L));
                Instant seen = intended.plusMillis(200 + random.nextInt(3_000));
                out.write((row % 2 == 0 ? "bopis," : "web,") + STAGES.get(row / 2 % 2) + ',' + intended + ','
                        + seen.minusMillis(100) + ',' + seen + ",snapshot-" + row + '\n');
            }
        }
    }

    private static void judge(Path csv, Path folder) throws IOException, ConfigException {
        long begun = System.nanoTime();
        try (CsvFacts facts = CsvFacts.read(csv, Optional.empty(), ZoneOffset.UTC, folder)) {
            long read = System.nanoTime();
            List<Duration> edges =
                    List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofDays(1));
            Look look = new Look(
                    facts.until(),
                    new Rule(0.95, 0.95),
                    edges,
                    Duration.ZERO,
                    Duration.ofDays(4),
                    Duration.ofDays(1),
                    Duration.ZERO);
            TimeWindow window =
                    new TimeWindow("run", facts.run().startedAt(), facts.until().plusNanos(1));
            for (PipelineSetup pipeline : facts.run().pipelines()) {
                for (StageSetup stage : pipeline.stages()) {
                    WindowTally tally = new WindowTally(window, look);
                    facts.slots(pipeline.name(), stage.name(), window, tally::add);
                    EdgeEvidence fastest = tally.evidence().edges().get(0);
                    System.out.printf(
                            "%s %s: %,d slots, %s%n", pipeline.name(), stage.name(), fastest.slots(), fastest.state());
                }
            }
            long judged = System.nanoTime();
            System.out.printf(
                    "read and sorted in %.2f s, judged in %.2f s; at most %,d rows in memory%n",
                    (read - begun) / 1e9, (judged - read) / 1e9, facts.mostHeld());
        }
    }
}
