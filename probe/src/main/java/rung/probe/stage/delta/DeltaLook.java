package rung.probe.stage.delta;

import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;

/**
 * One look at a table: what has become of the keys since an earlier look, version by version where that can be told.
 * Changes nothing that the earlier look left.
 *
 * <p>Whether there is a newer version is asked by name, for versions have no holes: one request for the entry that would
 * be next, and one for the entry of the version that is known, so that a table that was made anew is not taken for the
 * old one. Of a new version its entry is read, and of the files it added those that may hold the keys.
 */
final class DeltaLook {
    private static final Logger log = LoggerFactory.getLogger(DeltaLook.class);

    /** Versions that one look follows; behind more of them the table is read at its head. */
    private static final int MOST_FOLLOWED = 100;

    /**
     * What is known of a table.
     *
     * @param version that it is known of
     * @param entry of that version
     * @param cycle the last version up to that which changed data
     * @param parts of every key that was ever asked for and has rows
     * @param holdings of every key that was ever asked for
     */
    record View(
            long version,
            FileStatus entry,
            Cycle cycle,
            Shape shape,
            Map<StockKey, List<Part>> parts,
            Map<StockKey, Holding> holdings) {
        View {
            parts = Map.copyOf(parts);
            holdings = Map.copyOf(holdings);
        }
    }

    /** What one version made of the keys. */
    record Step(Cycle cycle, Map<StockKey, Holding> holdings) {}

    /**
     * What a look brought.
     *
     * @param steps oldest first; the last has all keys that were asked for
     * @param commits that are new since the earlier look, oldest first; the head alone, where more cannot be told
     */
    record Seen(List<Step> steps, List<Commit> commits, View view) {}

    private final DeltaSettings settings;
    private final Storage storage;
    private final Engine engine;
    private final LogEntries entries;
    private final Runnable headKnown;

    /** @param headKnown run when the version that is read is known, and its files are not read yet */
    DeltaLook(DeltaSettings settings, Storage storage, Engine engine, Runnable headKnown) {
        this.settings = settings;
        this.storage = storage;
        this.engine = engine;
        this.entries = new LogEntries(engine);
        this.headKnown = headKnown;
    }

    /** @param earlier what the last look left; empty when there was none */
    Seen at(Set<StockKey> keys, Optional<View> earlier) throws IOException {
        if (earlier.isEmpty()) {
            return anew(keys, Set.of(), List.of());
        }
        View known = earlier.get();
        if (!isThere(known)) {
            return anew(keys, known.holdings().keySet(), List.of());
        }
        List<Version> versions = versionsSince(known);
        if (versions.size() > MOST_FOLLOWED) {
            return anew(keys, known.holdings().keySet(), List.of());
        }
        headKnown.run();
        Followed followed = new Followed(known);
        try {
            for (Version version : versions) {
                followed.follow(version);
            }
        } catch (RuntimeException | IOException e) {
            log.debug("cannot follow {} version by version", settings.address(), e);
            return anew(keys, known.holdings().keySet(), versions);
        }
        return seen(keys, followed.view, followed.steps, told(versions));
    }

    private boolean isThere(View known) {
        return storage.find(settings.entry(known.version()))
                .filter(entry -> entry.getSize() == known.entry().getSize()
                        && entry.getModificationTime() == known.entry().getModificationTime())
                .isPresent();
    }

    /** One more than are followed, when there are more. */
    private List<Version> versionsSince(View known) throws IOException {
        List<Version> versions = new ArrayList<>();
        long next = known.version() + 1;
        Optional<FileStatus> entry = storage.find(settings.entry(next));
        while (entry.isPresent() && versions.size() <= MOST_FOLLOWED) {
            versions.add(entries.read(next, entry.get()));
            next++;
            entry = storage.find(settings.entry(next));
        }
        return versions;
    }

    /**
     * Reads everything at the head: at first, and when what lies between cannot be told any more.
     *
     * @param told versions that could be told, though not followed; when there are none, the head is
     */
    private Seen anew(Set<StockKey> keys, Set<StockKey> before, List<Version> told) throws IOException {
        Set<StockKey> all = new HashSet<>(keys);
        all.addAll(before);
        Snapshot head = TableManager.loadSnapshot(settings.table()).build(engine);
        FileStatus entry = storage.getFileStatus(settings.entry(head.getVersion()));
        headKnown.run();
        Shape shape = Shape.of(settings, head, engine);
        View view = view(head, entry, Version.cycle(head.getVersion()), shape, all);
        List<Version> versions = told.isEmpty() ? List.of(entries.read(head.getVersion(), entry)) : told;
        return seen(keys, view, List.of(), told(versions));
    }

    private View view(Snapshot at, FileStatus entry, Cycle cycle, Shape shape, Set<StockKey> keys) throws IOException {
        RingRows ring = new RingRows(shape.columns(), keys);
        Map<StockKey, List<Part>> parts = new TableRows(engine, shape, ring, 0).scan(at);
        return new View(at.getVersion(), entry, cycle, shape, parts, holdings(ring, parts, keys));
    }

    private Map<StockKey, Holding> holdings(RingRows ring, Map<StockKey, List<Part>> parts, Set<StockKey> keys) {
        Map<StockKey, Holding> holdings = new HashMap<>();
        for (StockKey key : keys) {
            holdings.put(
                    key,
                    ring.impossible().containsKey(key)
                            ? new Holding.Faulty(
                                    Fault.NOT_FOUND, ring.impossible().get(key))
                            : holding(parts.getOrDefault(key, List.of())));
        }
        return holdings;
    }

    private Holding holding(List<Part> parts) {
        return settings.isLog() ? Part.total(parts) : Part.one(parts);
    }

    /** Looks up those of {@code keys} that nobody asked for before, at the version of {@code view}. */
    private Seen seen(Set<StockKey> keys, View view, List<Step> steps, List<Commit> commits) throws IOException {
        Set<StockKey> strangers = new HashSet<>(keys);
        strangers.removeAll(view.holdings().keySet());
        if (strangers.isEmpty()) {
            return new Seen(of(keys, steps, new Step(view.cycle(), view.holdings())), commits, view);
        }
        Snapshot at = TableManager.loadSnapshot(settings.table())
                .atVersion(view.version())
                .build(engine);
        View more = view(at, view.entry(), view.cycle(), view.shape(), strangers);
        Map<StockKey, List<Part>> parts = new HashMap<>(view.parts());
        parts.putAll(more.parts());
        Map<StockKey, Holding> holdings = new HashMap<>(view.holdings());
        holdings.putAll(more.holdings());
        View whole = new View(view.version(), view.entry(), view.cycle(), view.shape(), parts, holdings);
        return new Seen(of(keys, steps, new Step(view.cycle(), holdings)), commits, whole);
    }

    /** {@code steps} as they concern {@code keys}, with {@code last} in the place of their last. */
    private static List<Step> of(Set<StockKey> keys, List<Step> steps, Step last) {
        List<Step> all = new ArrayList<>(steps.subList(0, Math.max(0, steps.size() - 1)));
        all.add(last);
        List<Step> concerning = new ArrayList<>();
        for (Step step : all) {
            Map<StockKey, Holding> holdings = new HashMap<>(step.holdings());
            holdings.keySet().retainAll(keys);
            if (!holdings.isEmpty()) {
                concerning.add(new Step(step.cycle(), holdings));
            }
        }
        return concerning;
    }

    private List<Commit> told(List<Version> versions) {
        List<Commit> commits = new ArrayList<>();
        for (Version version : versions) {
            version.commit(storage.takenAt(version.entry().getPath())).ifPresent(commits::add);
        }
        return commits;
    }

    /** What was known, growing by one version after the other. */
    private final class Followed {
        private final List<Step> steps = new ArrayList<>();
        private View view;

        private Followed(View known) {
            this.view = known;
        }

        private void follow(Version version) throws IOException {
            View after = version.reshapes() ? reshaped(version) : changed(version);
            boolean told = version.changesData() || !after.holdings().equals(view.holdings());
            Cycle cycle = told ? version.cycle() : view.cycle();
            view = new View(after.version(), after.entry(), cycle, after.shape(), after.parts(), after.holdings());
            if (told) {
                steps.add(new Step(cycle, view.holdings()));
            }
        }

        /** Columns may be other ones now, so that nothing that was read before need hold. */
        private View reshaped(Version version) throws IOException {
            Snapshot at = TableManager.loadSnapshot(settings.table())
                    .atVersion(version.number())
                    .build(engine);
            Shape shape = Shape.of(settings, at, engine);
            return view(
                    at, version.entry(), view.cycle(), shape, view.holdings().keySet());
        }

        private View changed(Version version) throws IOException {
            Set<StockKey> keys = view.holdings().keySet();
            RingRows ring = new RingRows(view.shape().columns(), keys);
            Map<StockKey, List<Part>> parts = new HashMap<>(view.parts());
            Set<StockKey> changed = new HashSet<>();
            Set<URI> touched = version.touched();
            view.parts().forEach((key, before) -> {
                List<Part> left = before.stream()
                        .filter(part -> !touched.contains(part.file()))
                        .toList();
                if (left.size() < before.size()) {
                    changed.add(key);
                    parts.put(key, left);
                }
            });
            TableRows rows = new TableRows(engine, view.shape(), ring, remembered(parts));
            for (AddFile file : version.added()) {
                rows.in(file).forEach((key, part) -> {
                    changed.add(key);
                    List<Part> grown = new ArrayList<>(parts.getOrDefault(key, List.of()));
                    grown.add(part);
                    parts.put(key, grown);
                });
            }
            Map<StockKey, Holding> holdings = new HashMap<>(view.holdings());
            changed.forEach(key -> holdings.put(key, holding(parts.getOrDefault(key, List.of()))));
            return new View(version.number(), version.entry(), view.cycle(), view.shape(), parts, holdings);
        }
    }

    private static long remembered(Map<StockKey, List<Part>> parts) {
        return parts.values().stream()
                .flatMap(List::stream)
                .mapToLong(Part::transactions)
                .sum();
    }
}
