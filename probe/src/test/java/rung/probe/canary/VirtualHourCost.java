package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.time.VirtualTimeline;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.virtual.Shelf;
import rung.probe.virtual.Transit;
import rung.probe.virtual.VirtualTill;

/** Measures what a slot costs in virtual time, by the poll; a program, no test. */
final class VirtualHourCost {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SLOT = Duration.ofSeconds(10);
    private static final int HOURS = 24;

    private long facts;

    private VirtualHourCost() {}

    public static void main(String[] args) throws Exception {
        for (Duration poll : List.of(Duration.ofSeconds(5), Duration.ofMillis(250))) {
            VirtualHourCost cost = new VirtualHourCost();
            for (int warming = 0; warming < 10; warming++) {
                cost.run(warming, poll, HOURS);
            }
            cost.facts = 0;
            long from = System.nanoTime();
            cost.run(7, poll, HOURS);
            long nanos = System.nanoTime() - from;
            long slots = HOURS * Duration.ofHours(1).dividedBy(SLOT);
            System.out.printf("poll %s: %.1f us a slot, %d facts%n", poll, nanos / 1e3 / slots, cost.facts);
        }
    }

    private void run(long seed, Duration poll, int hours) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        VirtualTimeline timeline = new VirtualTimeline(NOON);
        Shelf shelf = new Shelf(timeline, 1000, Duration.ofMillis(10));
        Transit lag = Transit.delayed(timeline, () -> Duration.ofMillis(1000 + random.nextInt(3000)), shelf);
        ReservedKeys reserved = new ReservedKeys(
                IntStream.range(0, 12).mapToObj(i -> Integer.toString(9901 + i)).toList(),
                IntStream.range(0, 100).mapToObj("RUNG-%04d"::formatted).toList());
        PipelineSetup setup = new PipelineSetup(
                "sales",
                new Promise(3, "api", List.of()),
                NOON,
                SLOT,
                List.of(StageSetup.polled("api", poll, Duration.ZERO)));
        RunSetup run = new RunSetup("r1", NOON, ZoneOffset.UTC, seed, "test", List.of(setup));
        Canary canary = Canary.virtual(
                timeline,
                run,
                List.of(new Lane(setup, new Source(new VirtualTill(timeline, lag), reserved), List.of(shelf))),
                List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)),
                any -> Duration.ofHours(1),
                fact -> facts++,
                () -> {});
        canary.prepare();
        Instant end = NOON.plus(Duration.ofHours(hours));
        canary.run(end, end.plusSeconds(60));
    }
}
