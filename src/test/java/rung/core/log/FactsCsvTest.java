package rung.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rung.core.log.Logs.ALL;
import static rung.core.log.Logs.NOON;
import static rung.core.log.Logs.RUN;
import static rung.core.log.Logs.due;
import static rung.core.log.Logs.handed;
import static rung.core.log.Logs.missing;
import static rung.core.log.Logs.refused;
import static rung.core.log.Logs.seen;
import static rung.core.log.Logs.ticked;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;

class FactsCsvTest {
    private static final String HEADER = "pipeline,stage,intended,missed_at,seen_at,cycle,handed_at,lane,unmeasured,"
            + "slot_begin,slot_seconds,poll_seconds,settling_seconds,known_until\r\n";

    @TempDir
    private Path folder;

    @Test
    void eachSlotOfEachStageIsARowAndWhatThereIsNotIsEmpty() throws IOException {
        LogReader reader = logged(
                handed(0, 0.25),
                seen(0, 1.000000001, 2.5),
                handed(1, 0),
                missing(1, 40),
                handed(2, 0),
                refused(2),
                new Fact.Skipped("sales", 3, due(3), due(3), "no \"free\" key, sorry"),
                ticked(5));

        String csv = export(reader, ALL, RUN.pipelines().get(0));

        assertThat(csv.lines().toList()).hasSize(1 + 2 * 5);
        String end = ",60,1,5,2026-01-01T12:05:00Z\r\n";
        assertThat(csv)
                .startsWith(HEADER + "sales,table,2026-01-01T12:00:10Z,,,,2026-01-01T12:00:10.250Z,store-7,,"
                        + "2026-01-01T12:00:00Z,60,0.25,0.75,2026-01-01T12:05:00Z\r\n")
                .contains("sales,api,2026-01-01T12:00:10Z,2026-01-01T12:00:11.000000001Z,2026-01-01T12:00:12.500Z,"
                        + "snapshot-0,2026-01-01T12:00:10.250Z,store-7,,2026-01-01T12:00:00Z" + end)
                .contains("sales,api,2026-01-01T12:01:10Z,2026-01-01T12:01:50Z,,,,store-7,,2026-01-01T12:01:00Z" + end)
                .contains("sales,api,2026-01-01T12:02:10Z,,,,,store-7,refused: no leader,2026-01-01T12:02:00Z" + end)
                .contains(
                        "sales,api,2026-01-01T12:03:10Z,,,,,,\"no \"\"free\"\" key, sorry\",2026-01-01T12:03:00Z" + end)
                .endsWith("sales,api,2026-01-01T12:04:00Z,,,,,,the probe was not running,2026-01-01T12:04:00Z" + end);
    }

    @Test
    void whatWasExportedIsReadAgainAsItWas() throws Exception {
        LogReader reader = logged(
                handed(0, 0.25),
                seen(0, 1, 2.5),
                handed(1, 0),
                missing(1, 40),
                handed(2, 0),
                refused(2),
                new Fact.Skipped("sales", 3, due(3), due(3), "no free key"),
                handed(5, 0),
                ticked(6.5));
        Path file = folder.resolve("facts.csv");
        Files.writeString(file, export(reader, ALL, RUN.pipelines().toArray(PipelineSetup[]::new)));

        try (CsvFacts again = CsvFacts.read(file, Optional.empty(), RUN.zone(), folder)) {
            assertThat(again.until()).isEqualTo(reader.until());
            for (PipelineSetup pipeline : RUN.pipelines()) {
                PipelineSetup found =
                        again.promising(Map.of("sales", RUN.pipelines().get(0).promise())).run().pipelines().stream()
                                .filter(one -> one.name().equals(pipeline.name()))
                                .findFirst()
                                .orElseThrow();
                assertThat(found.firstSlot()).isEqualTo(pipeline.firstSlot());
                assertThat(found.slot()).isEqualTo(pipeline.slot());
                for (int i = 0; i < pipeline.stages().size(); i++) {
                    StageSetup stage = pipeline.stages().get(i);
                    assertThat(found.stages().get(i)).isEqualTo(stage.withCaveat(Optional.empty()));
                    for (TimeWindow window : List.of(
                            ALL,
                            new TimeWindow("middle of slots", NOON.plusSeconds(30), NOON.plusSeconds(250)),
                            new TimeWindow("borders", NOON.plusSeconds(60), NOON.plusSeconds(180)))) {
                        assertThat(slots(again, pipeline.name(), stage.name(), window))
                                .isEqualTo(slots(reader, pipeline.name(), stage.name(), window));
                    }
                }
            }
        }
    }

    @Test
    void aStretchHoldsTheSlotsThatBeginAndEndInIt() throws IOException {
        LogReader reader = logged(handed(0, 0), handed(1, 0), handed(2, 0), handed(3, 0), ticked(4));

        String csv = export(
                reader,
                new TimeWindow("w", NOON.plusSeconds(30), NOON.plusSeconds(180)),
                RUN.pipelines().get(0));

        assertThat(csv.lines().filter(line -> line.startsWith("sales,api")))
                .allMatch(line -> line.contains("12:01:10Z") || line.contains("12:02:10Z"))
                .hasSize(2);
    }

    @Test
    void aLongReasonIsCutAndReadAgain() throws Exception {
        LogReader reader = logged(
                new Fact.Skipped("sales", 0, due(0), due(0), "é".repeat(2_000)),
                new Fact.Skipped("sales", 1, due(1), due(1), ""),
                ticked(2));
        Path file = folder.resolve("facts.csv");
        Files.writeString(file, export(reader, ALL, RUN.pipelines().get(0)));

        try (CsvFacts again = CsvFacts.read(file, Optional.empty(), RUN.zone(), folder)) {
            assertThat(slots(again, "sales", "api", ALL))
                    .extracting(SlotOutcome::outcome)
                    .containsExactly(
                            new Outcome.Unmeasured("é".repeat(299) + "…"), new Outcome.Unmeasured("no reason told"));
        }
    }

    /** Facts that are made while they are read, so that only what is kept takes memory. */
    @Test
    void aMillionFactsAreWrittenWhileTheyAreRead() throws IOException {
        int slots = 1_000_000;
        AtomicLong written = new AtomicLong();
        AtomicLong most = new AtomicLong();
        Endless facts = new Endless(slots, given -> most.accumulateAndGet(given - written.get() / 100, Math::max));

        long rows = FactsCsv.write(facts, facts.run().pipelines(), ALL, new OutputStream() {
            @Override
            public void write(int b) {
                written.incrementAndGet();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                written.addAndGet(length);
            }
        });

        assertThat(rows).isEqualTo(slots);
        assertThat(written.get()).isGreaterThan(100L * slots);
        assertThat(most.get()).isLessThan(2);
    }

    @Test
    void aFullDiskIsAnErrorAndNotAShorterFile() throws IOException {
        LogReader reader = logged(handed(0, 0), ticked(1));

        assertThatThrownBy(() -> FactsCsv.write(reader, RUN.pipelines(), ALL, new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("No space left on device");
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
    }

    private LogReader logged(Fact... facts) throws IOException {
        Path file = folder.resolve("facts.db");
        try (MeasurementLog log = MeasurementLog.begin(file, RUN)) {
            for (Fact fact : facts) {
                log.append(fact);
            }
        }
        return LogReader.newest(file);
    }

    private static String export(FactReader reader, TimeWindow window, PipelineSetup... pipelines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FactsCsv.write(reader, List.of(pipelines), window, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static List<SlotOutcome> slots(FactReader facts, String pipeline, String stage, TimeWindow window) {
        List<SlotOutcome> slots = new ArrayList<>();
        facts.slots(pipeline, stage, window, slots::add);
        return slots;
    }

    /** A pipeline of which each slot is made when it is asked for. */
    private record Endless(int slots, Consumer<Long> given) implements FactReader {
        @Override
        public RunSetup run() {
            return new RunSetup(
                    "r",
                    NOON,
                    ZoneId.of("UTC"),
                    0,
                    "test",
                    List.of(new PipelineSetup(
                            "web",
                            Promise.none("api"),
                            NOON,
                            Duration.ofSeconds(1),
                            List.of(new StageSetup("api", Duration.ofMillis(250), Duration.ofMillis(750))))));
        }

        @Override
        public Instant until() {
            return NOON.plusSeconds(slots);
        }

        @Override
        public void slots(String pipeline, String stage, TimeWindow window, Consumer<SlotOutcome> each) {
            for (long slot = 0; slot < slots; slot++) {
                Instant intended = NOON.plusSeconds(slot).plusNanos(123_456_789);
                each.accept(new SlotOutcome(
                        intended,
                        intended,
                        "9901",
                        new Outcome.Seen(intended.plusMillis(1), intended.plusMillis(2), new Cycle("c" + slot))));
                given.accept(slot);
            }
        }

        @Override
        public Map<Fact.Anomaly.Kind, Long> anomalies(String pipeline, String stage, TimeWindow window) {
            return Map.of();
        }

        @Override
        public List<Fact.Unreadable> unreadable(String pipeline, String stage, TimeWindow window) {
            return List.of();
        }

        @Override
        public List<Fact.Polled> polled(String pipeline, String stage, TimeWindow window) {
            return List.of();
        }

        @Override
        public List<Fact.Ticked> ticks(TimeWindow window) {
            return List.of();
        }

        @Override
        public long residue(String pipeline) {
            return 0;
        }
    }
}
