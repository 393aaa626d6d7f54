package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.Nanos;

/**
 * What one stage has yet to show. Turns readings into facts; has no clock and does no I/O, so the same readings always
 * give the same facts. A sale is seen once a reading shows it applied exactly once and no reading denies it until the
 * stage has settled. A reading costs what its waiting keys cost.
 */
final class Watchlist {
    /** What a reading decided: facts for the log, and the injections that have settled on this stage. */
    record Decided(List<Fact> facts, List<Injection> settled) {}

    /** @param isNewest whether no later reading of the same look speaks of the key */
    private record Shown(Reading.Counts reading, long askedNanos, long answeredNanos, boolean isNewest) {
        private Shown(Reading.Counts reading, boolean isNewest) {
            this(reading, Nanos.of(reading.askedAt()), Nanos.of(reading.answeredAt()), isNewest);
        }
    }

    /** The next counts of a reading, and the positions that they speak of. */
    private static final class Block {
        private static final int MOST = 128;

        private final StockKey[] keys = new StockKey[MOST];
        private final Long[] counts = new Long[MOST];
        private final Shown[] shown = new Shown[MOST];
        private final @Nullable WatchedKey[] positions = new WatchedKey[MOST];
        private int size;

        private void add(StockKey key, Long count, Shown look) {
            keys[size] = key;
            counts[size] = count;
            shown[size++] = look;
        }

        private boolean isFull() {
            return size == MOST;
        }
    }

    private final String pipeline;
    private final String stage;
    private final long[] edgesNanos;
    private final long settlingNanos;
    private final KeyTable<WatchedKey> positions = new KeyTable<>();

    /** In the order in which they began to wait; some have ceased to since the list was last gone through. */
    private final List<WatchedKey> waiting = new ArrayList<>();

    private final List<Applied.InPlay> inPlay = new ArrayList<>();
    private @Nullable StockKey announced;
    private long announcedSlot;

    /**
     * @param settling how long a count must stay visible before it is believed
     * @param edges the stalenesses that will be judged, fastest first: a read that convicts is a fact once per edge
     */
    Watchlist(String pipeline, String stage, Duration settling, List<Duration> edges) {
        this.pipeline = pipeline;
        this.stage = stage;
        this.settlingNanos = settling.toNanos();
        this.edgesNanos = edges.stream().mapToLong(Duration::toNanos).toArray();
    }

    /** Takes the counts of keys before anything was injected on them; a key that the stage lacks counts as zero. */
    void startFrom(Reading.Counts counts) {
        counts.counts().forEach((key, count) -> position(key).startFrom(count));
        counts.absent().forEach(key -> position(key).startFrom(0));
    }

    boolean knows(StockKey key) {
        WatchedKey position = positions.find(key);
        return position != null && position.hasBaseline;
    }

    /** The equal of {@code key} that this list keeps anyway; {@code key} itself when there is none. */
    StockKey own(StockKey key) {
        WatchedKey position = positions.find(key);
        return position == null ? key : position.key;
    }

    /**
     * Names the key that the next sale will touch. While nothing of this run is in play on it, its count is taken anew
     * from each look, so that what others did to it meanwhile does not spoil the sale; that it moved is told.
     */
    void announce(StockKey key, long slot) {
        announced = key;
        announcedSlot = slot;
    }

    /** Watches for {@code sale}, which is about to be handed to the client. */
    void watch(Injection sale, Instant handed) {
        if (sale.key().equals(announced)) {
            announced = null;
        }
        WatchedKey position = position(sale.key());
        position.add(new WatchedSale(sale, handed));
        update(position);
    }

    /** Watches for the return of a sale that is watched. */
    void watchReturn(Injection comeback) {
        WatchedKey position = watched(comeback);
        entry(position, comeback).comeback = new WatchedSale.Comeback(Nanos.of(comeback.intended()));
        update(position);
    }

    /** Stops watching a sale whose return every stage has shown. */
    void forget(Injection sale) {
        WatchedKey position = watched(sale);
        if (!position.remove(sale.slot())) {
            throw notWatched(sale);
        }
        update(position);
    }

    /** The keys whose count could decide something, in the order in which they began to wait. */
    Set<StockKey> waitingFor() {
        waiting.removeIf(position -> {
            position.listed = position.waits;
            return !position.waits;
        });
        List<StockKey> keys = new ArrayList<>(waiting.size() + 1);
        for (WatchedKey position : waiting) {
            keys.add(position.key);
        }
        if (announced != null && isIdle(positions.find(announced))) {
            keys.add(announced);
        }
        return new KeyList(keys);
    }

    private static boolean isIdle(@Nullable WatchedKey position) {
        return position == null || position.smallest == null;
    }

    /**
     * What the readings of one look decide; a gap decides nothing. Where a later reading of the look speaks of a key too,
     * an earlier one tells of a commit that readers no longer saw when the look began: it can neither settle nor convict.
     */
    Decided decide(List<Reading> look) {
        Map<StockKey, Integer> newest = look.size() > 1 ? newest(look) : Map.of();
        Decided decided = new Decided(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < look.size(); i++) {
            if (look.get(i) instanceof Reading.Counts reading) {
                Shown now = new Shown(reading, true);
                Shown before = new Shown(reading, false);
                int number = i;
                Block block = new Block();
                reading.counts().forEach((key, count) -> {
                    block.add(key, count, newest.getOrDefault(key, number) == number ? now : before);
                    if (block.isFull()) {
                        decide(block, decided);
                    }
                });
                decide(block, decided);
                for (StockKey key : reading.absent()) {
                    decide(key, null, newest.getOrDefault(key, i) == i ? now : before, positions.find(key), decided);
                }
            }
        }
        return decided;
    }

    /** The last reading of a look that speaks of each key. */
    private static Map<StockKey, Integer> newest(List<Reading> look) {
        Map<StockKey, Integer> newest = new HashMap<>();
        for (int i = 0; i < look.size(); i++) {
            for (StockKey key : keys(look.get(i))) {
                newest.put(key, i);
            }
        }
        return newest;
    }

    private static Collection<StockKey> keys(Reading reading) {
        return reading.fold(
                counts -> {
                    List<StockKey> keys = new ArrayList<>(counts.counts().keySet());
                    keys.addAll(counts.absent());
                    return keys;
                },
                Reading.Gap::keys);
    }

    /** Finds the positions of a whole block first, so that memory is waited for once and not for each key. */
    private void decide(Block block, Decided decided) {
        for (int i = 0; i < block.size; i++) {
            block.positions[i] = positions.find(block.keys[i]);
        }
        for (int i = 0; i < block.size; i++) {
            decide(block.keys[i], block.counts[i], block.shown[i], block.positions[i], decided);
        }
        block.size = 0;
    }

    private void decide(
            StockKey key, @Nullable Long shownCount, Shown shown, @Nullable WatchedKey position, Decided decided) {
        if (isIdle(position) && key.equals(announced) && shown.isNewest()) {
            startAnew(position(key), shownCount == null ? 0 : shownCount, shown, decided);
        }
        if (position == null || position.smallest == null || !position.hasBaseline) {
            return;
        }
        Long count = shownCount == null && position.baseline == 0 ? Long.valueOf(0) : shownCount;
        int settled = decided.settled().size();
        decide(position, position.smallest, count, shown, decided);
        if (decided.settled().size() > settled) {
            update(position);
        }
    }

    private void decide(WatchedKey position, WatchedSale smallest, @Nullable Long count, Shown shown, Decided decided) {
        inPlay.clear();
        for (WatchedSale entry = smallest; entry != null; entry = entry.larger) {
            inPlay.add(Applied.InPlay.of(entry.quantityBit, entry.comeback != null));
        }
        Optional<List<Applied.Times>> times =
                count == null ? Optional.empty() : Applied.explain(inPlay, position.baseline - count);
        if (times.isEmpty()) {
            unexplained(position, smallest, count, shown, decided);
            return;
        }
        position.unexplained = false;
        int i = 0;
        for (WatchedSale entry = smallest; entry != null; entry = entry.larger) {
            Applied.Times one = times.get().get(i++);
            if (one.certain()) {
                decide(entry, one.count(), shown, decided);
            } else {
                entry.showsNothing();
            }
        }
    }

    private void startAnew(WatchedKey position, long count, Shown shown, Decided decided) {
        if (position.hasBaseline && position.baseline != count) {
            decided.facts()
                    .add(new Fact.Anomaly(
                            pipeline,
                            stage,
                            announcedSlot,
                            Fact.Anomaly.Kind.WRONG_COUNT,
                            shown.reading().answeredAt(),
                            position.key + " shows " + count + ", was " + position.baseline
                                    + ", and nothing of this run was on its way: an earlier run's, a late duplicate, or"
                                    + " somebody else's"));
        }
        position.startFrom(count);
    }

    /** A count that nothing explains shows nothing and convicts nobody. */
    private void unexplained(
            WatchedKey position, WatchedSale smallest, @Nullable Long count, Shown shown, Decided decided) {
        for (WatchedSale entry = smallest; entry != null; entry = entry.larger) {
            entry.showsNothing();
        }
        if (!position.unexplained) {
            position.unexplained = true;
            String found = count == null ? " is not there any more" : " shows " + count;
            anomaly(
                    smallest,
                    Fact.Anomaly.Kind.WRONG_COUNT,
                    position.key + found + ", was " + position.baseline
                            + " before Rung's transactions, and no set of them explains it",
                    shown,
                    decided);
        }
    }

    private void decide(WatchedSale entry, int times, Shown shown, Decided decided) {
        if (times < 0) {
            once(entry, Fact.Anomaly.Kind.DUPLICATE, "was returned twice", shown, decided);
        }
        boolean shows = times == 1 || (entry.comeback != null && times == 0);
        if (entry.settled) {
            if (!shows && times >= 0) {
                String what = times == 0 ? "vanished after it had settled" : "was applied again after it had settled";
                once(entry, Fact.Anomaly.Kind.REGRESSION, what, shown, decided);
            }
        } else if (shows) {
            shows(entry, shown, decided);
        } else {
            entry.showingSince = WatchedSale.NEVER;
            if (times == 0) {
                missing(entry, shown, decided);
            } else if (times > 0) {
                once(entry, Fact.Anomaly.Kind.DUPLICATE, "was applied twice", shown, decided);
            }
        }
        if (entry.comeback != null && !entry.comeback.settled) {
            decideReturn(entry, entry.comeback, times, shown, decided);
        }
    }

    private void shows(WatchedSale entry, Shown shown, Decided decided) {
        if (entry.showingSince == WatchedSale.NEVER) {
            entry.showingSince = shown.answeredNanos();
            entry.cycle = shown.reading().cycle();
        }
        if (shown.isNewest() && shown.answeredNanos() >= entry.showingSince + settlingNanos) {
            entry.settled = true;
            decided.settled().add(entry.sale);
            decided.facts()
                    .add(new Fact.Seen(
                            pipeline,
                            stage,
                            entry.sale.slot(),
                            Nanos.instant(entry.lastMissing),
                            Nanos.instant(entry.showingSince),
                            entry.cycle,
                            shown.reading().answeredAt()));
        }
    }

    private void missing(WatchedSale entry, Shown shown, Decided decided) {
        if (!shown.isNewest()) {
            return;
        }
        long asked = shown.askedNanos();
        entry.lastMissing = Math.max(entry.lastMissing, asked);
        boolean convicts = false;
        while (entry.edgesPassed < edgesNanos.length && asked >= entry.handed + edgesNanos[entry.edgesPassed]) {
            entry.edgesPassed++;
            convicts = true;
        }
        if (convicts) {
            decided.facts()
                    .add(new Fact.Missing(
                            pipeline, stage, entry.sale.slot(), shown.reading().askedAt()));
        }
    }

    private void decideReturn(
            WatchedSale entry, WatchedSale.Comeback comeback, int times, Shown shown, Decided decided) {
        if (times != 0) {
            comeback.showingSince = WatchedSale.NEVER;
            return;
        }
        if (comeback.showingSince == WatchedSale.NEVER) {
            comeback.showingSince = shown.answeredNanos();
        }
        if (shown.isNewest() && shown.answeredNanos() >= comeback.showingSince + settlingNanos) {
            comeback.settled = true;
            decided.settled().add(entry.sale.returned(Nanos.instant(comeback.intended)));
        }
    }

    private void once(WatchedSale entry, Fact.Anomaly.Kind kind, String what, Shown shown, Decided decided) {
        if (entry.tells(kind)) {
            anomaly(entry, kind, entry.sale.id() + " " + what, shown, decided);
        }
    }

    private void anomaly(WatchedSale entry, Fact.Anomaly.Kind kind, String detail, Shown shown, Decided decided) {
        decided.facts()
                .add(new Fact.Anomaly(
                        pipeline,
                        stage,
                        entry.sale.slot(),
                        kind,
                        shown.reading().answeredAt(),
                        detail));
    }

    /** The last reads that did not show what is still waited for: facts for the end of a run. */
    List<Fact> stillMissing() {
        List<Fact> facts = new ArrayList<>();
        for (WatchedKey position : waiting) {
            for (WatchedSale entry = position.smallest; entry != null; entry = entry.larger) {
                if (!entry.settled && entry.lastMissing > Nanos.of(entry.sale.intended())) {
                    facts.add(new Fact.Missing(pipeline, stage, entry.sale.slot(), Nanos.instant(entry.lastMissing)));
                }
            }
        }
        return facts;
    }

    /** Keeps the list of what is waited for, after anything that befell {@code position}. */
    private void update(WatchedKey position) {
        boolean waits = false;
        for (WatchedSale entry = position.smallest; entry != null && !waits; entry = entry.larger) {
            waits = entry.isWaiting();
        }
        position.waits = waits;
        if (waits && !position.listed) {
            position.listed = true;
            waiting.add(position);
        }
    }

    private WatchedKey position(StockKey key) {
        WatchedKey position = positions.find(key);
        if (position == null) {
            position = new WatchedKey(key);
            positions.add(position);
        }
        return position;
    }

    private WatchedKey watched(Injection injection) {
        WatchedKey position = positions.find(injection.key());
        if (position == null) {
            throw notWatched(injection);
        }
        return position;
    }

    private static WatchedSale entry(WatchedKey position, Injection injection) {
        for (WatchedSale entry = position.smallest; entry != null; entry = entry.larger) {
            if (entry.sale.slot() == injection.slot()) {
                return entry;
            }
        }
        throw notWatched(injection);
    }

    private static IllegalStateException notWatched(Injection injection) {
        return new IllegalStateException("not watched: " + injection.id());
    }
}
