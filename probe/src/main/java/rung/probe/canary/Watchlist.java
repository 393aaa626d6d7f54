package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;

/**
 * What one stage has yet to show. Turns readings into facts; has no clock and does no I/O, so the same readings always
 * give the same facts. A sale is seen once a reading shows it applied exactly once and no reading denies it until the
 * stage has settled. A reading costs what its waiting keys cost.
 */
final class Watchlist {
    /** What a reading decided: facts for the log, and the injections that have settled on this stage. */
    record Decided(List<Fact> facts, List<Injection> settled) {}

    /** @param isNewest whether no later reading of the same look speaks of the key */
    private record Shown(Reading.Counts reading, boolean isNewest) {}

    private static final class Entry {
        private final Injection sale;
        private final Instant handed;
        private @Nullable Injection comeback;
        private Instant lastMissing;
        private @Nullable Instant showingSince;
        private Cycle cycle = Cycle.unknown();
        private boolean settled;
        private @Nullable Instant comebackSince;
        private boolean comebackSettled;
        private final Set<Fact.Anomaly.Kind> told = EnumSet.noneOf(Fact.Anomaly.Kind.class);
        private int edgesPassed;

        private Entry(Injection sale, Instant handed) {
            this.sale = sale;
            this.handed = handed;
            this.lastMissing = sale.intended();
        }

        private boolean isWaiting() {
            return !settled || (comeback != null && !comebackSettled);
        }

        private void showsNothing() {
            showingSince = null;
            comebackSince = null;
        }

        private Applied.InPlay inPlay() {
            return new Applied.InPlay(sale.quantity(), comeback != null);
        }
    }

    private static final class Position {
        private final List<Entry> entries = new ArrayList<>();
        private boolean unexplained;
    }

    private final String pipeline;
    private final String stage;
    private final Duration settling;
    private final List<Duration> edges;
    private final Map<StockKey, Long> baseline = new HashMap<>();
    private final Map<StockKey, Position> positions = new LinkedHashMap<>();
    private @Nullable StockKey announced;
    private long announcedSlot;

    /**
     * @param settling how long a count must stay visible before it is believed
     * @param edges the stalenesses that will be judged, fastest first: a read that convicts is a fact once per edge
     */
    Watchlist(String pipeline, String stage, Duration settling, List<Duration> edges) {
        this.pipeline = pipeline;
        this.stage = stage;
        this.settling = settling;
        this.edges = List.copyOf(edges);
    }

    /** Takes the counts of keys before anything was injected on them; a key that the stage lacks counts as zero. */
    void startFrom(Reading.Counts counts) {
        baseline.putAll(counts.counts());
        counts.absent().forEach(key -> baseline.put(key, 0L));
    }

    boolean knows(StockKey key) {
        return baseline.containsKey(key);
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
        List<Entry> entries = positions.computeIfAbsent(sale.key(), key -> new Position()).entries;
        entries.add(new Entry(sale, handed));
        entries.sort(Comparator.comparingInt(entry -> entry.sale.quantity()));
    }

    /** Watches for the return of a sale that is watched. */
    void watchReturn(Injection comeback) {
        entry(comeback).comeback = comeback;
    }

    /** Stops watching a sale whose return every stage has shown. */
    void forget(Injection sale) {
        Position position = positions.get(sale.key());
        if (position == null || !position.entries.remove(entry(sale))) {
            throw new IllegalStateException("not watched: " + sale.id());
        }
        if (position.entries.isEmpty()) {
            positions.remove(sale.key());
        }
    }

    /** The keys whose count could decide something. */
    Set<StockKey> waitingFor() {
        Set<StockKey> keys = new LinkedHashSet<>();
        positions.forEach((key, position) -> {
            if (position.entries.stream().anyMatch(Entry::isWaiting)) {
                keys.add(key);
            }
        });
        if (announced != null && !positions.containsKey(announced)) {
            keys.add(announced);
        }
        return keys;
    }

    /**
     * What the readings of one look decide; a gap decides nothing. Where a later reading of the look speaks of a key too,
     * an earlier one tells of a commit that readers no longer saw when the look began: it can neither settle nor convict.
     */
    Decided decide(List<Reading> look) {
        Map<StockKey, Integer> newest = new HashMap<>();
        for (int i = 0; i < look.size(); i++) {
            for (StockKey key : keys(look.get(i))) {
                newest.put(key, i);
            }
        }
        Decided decided = new Decided(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < look.size(); i++) {
            if (look.get(i) instanceof Reading.Counts reading) {
                for (StockKey key : keys(reading)) {
                    decide(key, new Shown(reading, newest.getOrDefault(key, i) == i), decided);
                }
            }
        }
        return decided;
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

    private void decide(StockKey key, Shown shown, Decided decided) {
        Position position = positions.get(key);
        Long before = baseline.get(key);
        if (position == null && key.equals(announced) && shown.isNewest()) {
            startAnew(key, before, shown.reading(), decided);
        }
        if (position == null || before == null) {
            return;
        }
        Long count = shown.reading().counts().get(key);
        if (count == null && before == 0) {
            count = 0L;
        }
        List<Entry> entries = position.entries;
        Optional<List<Applied.Times>> times = count == null
                ? Optional.empty()
                : Applied.explain(entries.stream().map(Entry::inPlay).toList(), before - count);
        if (times.isEmpty()) {
            unexplained(position, before, count, shown, decided);
            return;
        }
        position.unexplained = false;
        for (int i = 0; i < entries.size(); i++) {
            Applied.Times one = times.get().get(i);
            if (one.certain()) {
                decide(entries.get(i), one.count(), shown, decided);
            } else {
                entries.get(i).showsNothing();
            }
        }
    }

    private void startAnew(StockKey key, @Nullable Long before, Reading.Counts reading, Decided decided) {
        long count = reading.counts().getOrDefault(key, 0L);
        Long replaced = baseline.put(key, count);
        if (before != null && replaced != null && replaced != count) {
            decided.facts()
                    .add(new Fact.Anomaly(
                            pipeline,
                            stage,
                            announcedSlot,
                            Fact.Anomaly.Kind.WRONG_COUNT,
                            reading.answeredAt(),
                            key + " shows " + count + ", was " + replaced
                                    + ", and nothing of this run was on its way: an earlier run's, a late duplicate, or"
                                    + " somebody else's"));
        }
    }

    /** A count that nothing explains shows nothing and convicts nobody. */
    private void unexplained(Position position, long before, @Nullable Long count, Shown shown, Decided decided) {
        position.entries.forEach(Entry::showsNothing);
        if (!position.unexplained) {
            position.unexplained = true;
            Entry first = position.entries.get(0);
            String found = count == null ? " is not there any more" : " shows " + count;
            anomaly(
                    first,
                    Fact.Anomaly.Kind.WRONG_COUNT,
                    first.sale.key() + found + ", was " + before
                            + " before Rung's transactions, and no set of them explains it",
                    shown,
                    decided);
        }
    }

    private void decide(Entry entry, int times, Shown shown, Decided decided) {
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
            entry.showingSince = null;
            if (times == 0) {
                missing(entry, shown, decided);
            } else if (times > 0) {
                once(entry, Fact.Anomaly.Kind.DUPLICATE, "was applied twice", shown, decided);
            }
        }
        if (entry.comeback != null && !entry.comebackSettled) {
            decideReturn(entry, entry.comeback, times, shown, decided);
        }
    }

    private void shows(Entry entry, Shown shown, Decided decided) {
        Reading.Counts reading = shown.reading();
        if (entry.showingSince == null) {
            entry.showingSince = reading.answeredAt();
            entry.cycle = reading.cycle();
        }
        if (shown.isNewest() && !reading.answeredAt().isBefore(entry.showingSince.plus(settling))) {
            entry.settled = true;
            decided.settled().add(entry.sale);
            decided.facts()
                    .add(new Fact.Seen(
                            pipeline,
                            stage,
                            entry.sale.slot(),
                            entry.lastMissing,
                            entry.showingSince,
                            entry.cycle,
                            reading.answeredAt()));
        }
    }

    private void missing(Entry entry, Shown shown, Decided decided) {
        if (!shown.isNewest()) {
            return;
        }
        Instant asked = shown.reading().askedAt();
        if (asked.isAfter(entry.lastMissing)) {
            entry.lastMissing = asked;
        }
        boolean convicts = false;
        while (entry.edgesPassed < edges.size() && !asked.isBefore(entry.handed.plus(edges.get(entry.edgesPassed)))) {
            entry.edgesPassed++;
            convicts = true;
        }
        if (convicts) {
            decided.facts().add(new Fact.Missing(pipeline, stage, entry.sale.slot(), asked));
        }
    }

    private void decideReturn(Entry entry, Injection comeback, int times, Shown shown, Decided decided) {
        Instant answered = shown.reading().answeredAt();
        if (times != 0) {
            entry.comebackSince = null;
            return;
        }
        if (entry.comebackSince == null) {
            entry.comebackSince = answered;
        }
        if (shown.isNewest() && !answered.isBefore(entry.comebackSince.plus(settling))) {
            entry.comebackSettled = true;
            decided.settled().add(comeback);
        }
    }

    private void once(Entry entry, Fact.Anomaly.Kind kind, String what, Shown shown, Decided decided) {
        if (entry.told.add(kind)) {
            anomaly(entry, kind, entry.sale.id() + " " + what, shown, decided);
        }
    }

    private void anomaly(Entry entry, Fact.Anomaly.Kind kind, String detail, Shown shown, Decided decided) {
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
        return positions.values().stream()
                .flatMap(position -> position.entries.stream())
                .filter(entry -> !entry.settled && entry.lastMissing.isAfter(entry.sale.intended()))
                .<Fact>map(entry -> new Fact.Missing(pipeline, stage, entry.sale.slot(), entry.lastMissing))
                .toList();
    }

    private Entry entry(Injection injection) {
        Position position = positions.get(injection.key());
        if (position != null) {
            for (Entry entry : position.entries) {
                if (entry.sale.slot() == injection.slot()) {
                    return entry;
                }
            }
        }
        throw new IllegalStateException("not watched: " + injection.id());
    }
}
