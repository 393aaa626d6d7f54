package rung.probe.stage.trino;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.measure.Told;
import rung.core.time.Timeline;
import rung.probe.stage.Answer;
import rung.probe.stage.Stage;

/**
 * Counts as a query of Trino shows them. Asks for the table's head first, which opens no file; what was found at a head
 * stands as long as Trino names the same one, but for every so many looks that query anyway.
 */
final class TrinoStage implements Stage {
    private static final Logger log = LoggerFactory.getLogger(TrinoStage.class);

    /** What was found at a head: it was the head before and after the query. */
    private record Known(Optional<Long> head, Cycle cycle, Map<StockKey, Found> found) {}

    /** What was found of some keys, and why nothing was of the others. */
    private record Asked(Map<StockKey, Found> found, Set<StockKey> unread, Optional<Refusal> refusal) {}

    private final Timeline timeline;
    private final TrinoSettings settings;
    private final Session session;
    private final CountSource counts;
    private final Optional<Metadata> metadata;
    private @Nullable Known known;
    private int looksSinceQuery;
    private Duration queried = Duration.ZERO;

    /** Whether the table turned out to have no metadata, as a view has none. */
    private boolean isBare;

    TrinoStage(Timeline timeline, TrinoSettings settings, Session session) {
        this.timeline = timeline;
        this.settings = settings;
        this.session = session;
        this.counts = settings.source();
        this.metadata = settings.table().map(table -> new Metadata(session, table));
    }

    @Override
    public List<Reading> read(Set<StockKey> keys) throws InterruptedException {
        queried = Duration.ZERO;
        Instant askedAt = timeline.now();
        if (metadata.isEmpty() || isBare) {
            return bare(askedAt, keys);
        }
        try {
            Optional<Long> head = metadata.get().head();
            return look(metadata.get(), askedAt, timeline.now(), head, keys);
        } catch (Refusal e) {
            if (e.isOfTheTable()) {
                return bare(askedAt, keys);
            }
            return List.of(gap(askedAt, keys, e));
        }
    }

    /** Of a statement alone the whole look is the query, and nothing is told apart. */
    @Override
    public Told told() {
        return metadata.isPresent() ? Told.queried(queried) : Told.NOTHING;
    }

    @Override
    public int keysPerLook() {
        return settings.budget();
    }

    /** What a query shows, of a commit that nobody knows. */
    private List<Reading> bare(Instant askedAt, Set<StockKey> keys) throws InterruptedException {
        Asked asked = ask(keys, Optional.empty());
        isBare = asked.refusal().isEmpty();
        return readings(askedAt, timeline.now(), asked, Cycle.unknown());
    }

    private List<Reading> look(Metadata table, Instant askedAt, Instant headAt, Optional<Long> head, Set<StockKey> keys)
            throws InterruptedException {
        looksSinceQuery++;
        Known before = known;
        if (before == null || !before.head().equals(head) || looksSinceQuery >= settings.queryEvery()) {
            looksSinceQuery = 0;
            return query(table, askedAt, head, keys, Map.of());
        }
        Answer standing = new Answer();
        Set<StockKey> strangers = new HashSet<>();
        for (StockKey key : keys) {
            Found found = before.found().get(key);
            if (found == null) {
                strangers.add(key);
            } else {
                found.tell(standing, key);
            }
        }
        List<Reading> readings = new ArrayList<>(standing.readings(askedAt, headAt, before.cycle()));
        if (!strangers.isEmpty()) {
            readings.addAll(query(table, askedAt, head, strangers, before.found()));
        }
        return readings;
    }

    /**
     * Queries {@code keys}, and remembers them beside what is {@code remembered}, unless the head moved meanwhile: then
     * nobody can tell which of the two commits was shown.
     */
    private List<Reading> query(
            Metadata table, Instant askedAt, Optional<Long> head, Set<StockKey> keys, Map<StockKey, Found> remembered)
            throws InterruptedException {
        Asked asked = ask(keys, settings.pin() ? head : Optional.empty());
        Instant answeredAt = timeline.now();
        Optional<Cycle> cycle = asked.found().isEmpty() ? Optional.empty() : cycle(table, head);
        if (cycle.isPresent()) {
            Map<StockKey, Found> found = new HashMap<>(remembered);
            found.putAll(asked.found());
            known = new Known(head, cycle.get(), Map.copyOf(found));
        } else {
            known = null;
        }
        return readings(askedAt, answeredAt, asked, cycle.orElse(Cycle.unknown()));
    }

    /** The commit that a query has just shown, when {@code head} was the head before it; empty when that cannot be told. */
    private Optional<Cycle> cycle(Metadata table, Optional<Long> head) throws InterruptedException {
        try {
            if (!(settings.pin() && head.isPresent()) && !table.head().equals(head)) {
                return Optional.empty();
            }
            if (head.isEmpty()) {
                return Optional.of(Cycle.unknown());
            }
            Known before = known;
            return Optional.of(before != null && before.head().equals(head) ? before.cycle() : table.cycle(head.get()));
        } catch (Refusal e) {
            log.debug("cannot tell which snapshot of {} was read: {}", settings.address(), e.reason());
            return Optional.empty();
        }
    }

    private Asked ask(Set<StockKey> keys, Optional<Long> snapshot) throws InterruptedException {
        Instant begun = timeline.now();
        try {
            return oneByOne(keys, snapshot);
        } finally {
            queried = queried.plus(Duration.between(begun, timeline.now()));
        }
    }

    /** Query by query; after one that is refused the others are not tried. */
    private Asked oneByOne(Set<StockKey> keys, Optional<Long> snapshot) throws InterruptedException {
        List<StockKey> all = List.copyOf(keys);
        Map<StockKey, Found> found = new HashMap<>();
        for (int begin = 0; begin < all.size(); begin += counts.keysPerQuery()) {
            int end = Math.min(all.size(), begin + counts.keysPerQuery());
            try {
                found.putAll(counts.counts(session, all.subList(begin, end), snapshot));
            } catch (Refusal e) {
                return new Asked(found, Set.copyOf(all.subList(begin, all.size())), Optional.of(e));
            }
        }
        return new Asked(found, Set.of(), Optional.empty());
    }

    private static List<Reading> readings(Instant askedAt, Instant answeredAt, Asked asked, Cycle cycle) {
        Answer answer = new Answer();
        asked.found().forEach((key, found) -> found.tell(answer, key));
        asked.refusal().ifPresent(refusal -> asked.unread()
                .forEach(key -> answer.bad(key, refusal.fault(), refusal.reason())));
        return answer.readings(askedAt, answeredAt, cycle);
    }

    private Reading gap(Instant askedAt, Set<StockKey> keys, Refusal refusal) {
        Fault fault = refusal.fault();
        return new Reading.Gap(askedAt, timeline.now(), keys, fault, refusal.reason());
    }

    @Override
    public void close() {
        session.close();
    }
}
