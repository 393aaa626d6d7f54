package rung.cli.story;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import rung.core.measure.Injection;
import rung.core.time.VirtualTimeline;
import rung.probe.stage.Stage;
import rung.probe.virtual.MicroBatchLoader;
import rung.probe.virtual.PeriodicCommit;
import rung.probe.virtual.Shelf;
import rung.probe.virtual.Transit;

/**
 * One version of the retailer's pipeline, from the tills to the shop's page.
 *
 * @param name of the pipeline
 * @param tills where its transactions enter
 * @param table where they land
 * @param api what the shop's page asks
 */
record Retailer(String name, Transit tills, Stage table, Stage api) {
    /** Units of each synthetic SKU in each store at the start. */
    private static final long STOCK = 1000;

    private static final Duration READ = Duration.ofMillis(40);
    private static final Duration CACHE = Duration.ofSeconds(5);
    private static final Duration BATCH = Duration.ofSeconds(90);
    private static final Duration COMMIT = Duration.ofSeconds(60);

    /** Sales an hour in all stores, as the day goes by. */
    static double salesPerHour(LocalTime time) {
        if (time.isBefore(OPENS) || !time.isBefore(CLOSES)) {
            return 500;
        }
        return isEvening(time) ? 40_000 : 10_000;
    }

    static final LocalTime OPENS = LocalTime.of(8, 0);
    static final LocalTime EVENING = LocalTime.of(18, 0);
    static final LocalTime CLOSES = LocalTime.of(22, 0);
    private static final LocalTime MORE_CONSUMERS = LocalTime.of(19, 30);

    private static boolean isEvening(LocalTime time) {
        return !time.isBefore(EVENING) && time.isBefore(CLOSES);
    }

    /**
     * Micro-batches of 90 s into a warehouse, whose compaction pauses while the stores are busy.
     *
     * @param addsConsumers whether the team doubles the loader's consumers when it falls behind, at half past seven
     */
    static Retailer before(VirtualTimeline timeline, ZoneId zone, String name, boolean addsConsumers) {
        Page page = new Page(timeline);
        MicroBatchLoader loader = new MicroBatchLoader(
                timeline,
                BATCH,
                new MicroBatchLoader.Conditions() {
                    @Override
                    public double rows(Instant moment) {
                        return salesPerHour(local(moment, zone)) * BATCH.toSeconds() / 3600;
                    }

                    @Override
                    public int consumers(Instant moment) {
                        LocalTime time = local(moment, zone);
                        return addsConsumers && !time.isBefore(MORE_CONSUMERS) && time.isBefore(CLOSES) ? 12 : 6;
                    }

                    @Override
                    public boolean compacting(Instant moment) {
                        return !isEvening(local(moment, zone));
                    }
                },
                new MicroBatchLoader.Cost(Duration.ofSeconds(8), Duration.ofMillis(20), Duration.ofMillis(122)),
                page);
        loader.start();
        return new Retailer(name, loader, page.table, page.api);
    }

    /** Change data capture into Kafka, and a commit into Iceberg a minute; compaction runs beside it on a schedule. */
    static Retailer after(VirtualTimeline timeline, String name, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Page page = new Page(timeline);
        PeriodicCommit commits =
                new PeriodicCommit(timeline, COMMIT, () -> Duration.ofMillis(1500 + random.nextInt(2500)), page);
        commits.start();
        Transit capture = Transit.delayed(timeline, () -> Duration.ofMillis(200 + random.nextInt(1300)), commits);
        return new Retailer(name, capture, page.table, page.api);
    }

    private static LocalTime local(Instant moment, ZoneId zone) {
        return moment.atZone(zone).toLocalTime();
    }

    /** The table that batches land in, and the page behind it, which caches for a few seconds. */
    private static final class Page implements Consumer<List<Injection>> {
        private final VirtualTimeline timeline;
        private final Shelf table;
        private final Shelf api;
        private long commits;

        private Page(VirtualTimeline timeline) {
            this.timeline = timeline;
            this.table = new Shelf(timeline, STOCK, READ);
            this.api = new Shelf(timeline, STOCK, READ);
        }

        @Override
        public void accept(List<Injection> batch) {
            String id = Long.toString(++commits);
            show(table, batch, id);
            timeline.after(CACHE, () -> show(api, batch, id));
        }

        private static void show(Shelf shelf, List<Injection> batch, String id) {
            batch.forEach(shelf::enter);
            shelf.commit(id);
        }
    }
}
