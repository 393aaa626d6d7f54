package rung.reporter.web;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import rung.core.log.MeasurementLog;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.core.measure.Told;

/** A real log that a test writes second by second, as a canary would: a sale a second in each pipeline. */
final class WrittenLog implements AutoCloseable {
    static final Duration SLOT = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(250);

    private final List<PipelineSetup> pipelines;
    private final MeasurementLog log;
    private final Instant start;
    private long slot;

    private WrittenLog(MeasurementLog log, Instant start, List<PipelineSetup> pipelines) {
        this.log = log;
        this.start = start;
        this.pipelines = pipelines;
    }

    /** Begins a log of {@code pipelines} in {@code file}. */
    static WrittenLog begin(Path file, Instant start, PipelineSetup... pipelines) throws IOException {
        List<PipelineSetup> all = List.of(pipelines);
        RunSetup run = new RunSetup("r1", start, ZoneId.of("Asia/Kolkata"), 42, "rung 0.1", all);
        return new WrittenLog(MeasurementLog.begin(file, run), start, all);
    }

    /** A pipeline with a table and an API that promises {@code tier} there, or nothing when that is 0. */
    static PipelineSetup pipeline(String name, int tier, Instant start) {
        return new PipelineSetup(
                name,
                tier == 0 ? Promise.none("api") : new Promise(tier, "api", List.of()),
                start,
                SLOT,
                List.of(
                        StageSetup.polled("table", POLL, Duration.ZERO),
                        StageSetup.polled("api", POLL, Duration.ZERO)));
    }

    /** What a pipeline does with the next sale. */
    @FunctionalInterface
    interface Delays {
        /** How long the sale of {@code pipeline} takes to the API; negative when it never shows. */
        Duration of(String pipeline);
    }

    /** {@code seconds} more, in each of which every pipeline sells once; what shows within them is in the log. */
    void live(int seconds, Delays delays) {
        for (int i = 0; i < seconds; i++, slot++) {
            Instant begin = start.plus(SLOT.multipliedBy(slot));
            Instant due = begin.plusMillis(300);
            for (PipelineSetup pipeline : pipelines) {
                sell(pipeline.name(), begin, due, delays.of(pipeline.name()));
            }
            Instant end = begin.plus(SLOT);
            log.append(new Fact.Ticked(end, end));
        }
        log.flush();
    }

    private void sell(String pipeline, Instant begin, Instant due, Duration delay) {
        StockKey key = new StockKey("9901", "RUNG-0001");
        Injection sale = new Injection("r1", pipeline, slot, Injection.Kind.SALE, key, 1 << slot % 8, due);
        log.append(new Fact.Handed(sale, due));
        log.append(new Fact.Acknowledged(pipeline, slot, Injection.Kind.SALE, due.plusMillis(3)));
        for (String stage : List.of("table", "api")) {
            Duration wait = stage.equals("api") ? delay : delay.dividedBy(2);
            if (!delay.isNegative()) {
                Instant shown = due.plus(wait);
                Instant missing = shown.minus(POLL).isBefore(due) ? due : shown.minus(POLL);
                log.append(new Fact.Seen(
                        pipeline, stage, slot, missing, shown, new Cycle("c" + slot / 10), shown.plusSeconds(1)));
            }
            log.append(new Fact.Polled(
                    pipeline, stage, begin, begin.plus(SLOT), 4, 0, Duration.ofMillis(8), 0, Map.of(), Told.NOTHING));
        }
    }

    /** The stage could not be read from {@code secondsAgo} until now. */
    void outage(String pipeline, String stage, int secondsAgo, String reason) {
        log.append(new Fact.Unreadable(pipeline, stage, now().minusSeconds(secondsAgo), now(), reason));
        log.flush();
    }

    Instant now() {
        return start.plus(SLOT.multipliedBy(slot));
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
