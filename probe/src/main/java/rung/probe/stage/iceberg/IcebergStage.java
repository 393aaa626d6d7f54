package rung.probe.stage.iceberg;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.Timeline;
import rung.probe.stage.Answer;
import rung.probe.stage.Reasons;
import rung.probe.stage.Stage;

/**
 * Counts in an Iceberg table. Asks the catalog for the table's head; only a new head makes it read files, and then of
 * each new commit only what it added. Remembers what the last head said of every key that was ever asked for.
 */
final class IcebergStage implements Stage {
    private static final Logger log = LoggerFactory.getLogger(IcebergStage.class);

    private static final int MOST_CAUSES = 16;

    /**
     * What is known of the table.
     *
     * @param head the snapshot that it is known of; empty when the table had none
     * @param cycle the last commit up to {@code head} that changed data
     */
    private record View(UUID table, Optional<Long> head, Cycle cycle, Map<StockKey, Holding> holdings) {}

    /** What one commit made of the keys. */
    private record Step(Cycle cycle, Map<StockKey, Holding> holdings) {}

    private final Timeline timeline;
    private final IcebergSettings settings;
    private @Nullable Catalog catalog;
    private @Nullable View view;

    IcebergStage(Timeline timeline, IcebergSettings settings) {
        this.timeline = timeline;
        this.settings = settings;
    }

    @Override
    public List<Reading> read(Set<StockKey> keys) throws InterruptedException {
        Instant askedAt = timeline.now();
        Fault fault;
        String reason;
        try {
            List<Step> steps = look(connected().loadTable(settings.identifier()), keys);
            Instant answeredAt = timeline.now();
            return steps.stream()
                    .flatMap(step -> readings(askedAt, answeredAt, step).stream())
                    .toList();
        } catch (NoSuchTableException | NoSuchNamespaceException e) {
            fault = Fault.NOT_FOUND;
            reason = "there is no " + settings.address() + "; is table right, and has it been created?";
        } catch (NotAuthorizedException | ForbiddenException e) {
            close();
            fault = Fault.DENIED;
            reason = "cannot read " + settings.address() + ": access is refused; are the catalog's credentials right?";
        } catch (IllegalArgumentException e) {
            close();
            fault = Fault.NOT_FOUND;
            reason = settings.address() + ": " + Reasons.of(e);
        } catch (RuntimeException | IOException | LinkageError e) {
            close();
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading " + settings.address());
            }
            log.debug("cannot read {}", settings.address(), e);
            fault = fault(e);
            reason = "cannot read " + settings.address() + ": " + Reasons.of(e)
                    + "; is the catalog up, and are uri, warehouse and io-impl right?";
        }
        return List.of(new Reading.Gap(askedAt, timeline.now(), keys, fault, reason));
    }

    private static Fault fault(Throwable failure) {
        Throwable deepest = failure;
        for (int depth = 0; depth < MOST_CAUSES && deepest.getCause() != null; depth++) {
            deepest = deepest.getCause();
        }
        if (deepest instanceof SocketTimeoutException) {
            return Fault.TIMEOUT;
        }
        if (failure instanceof ServiceUnavailableException) {
            return Fault.OVERLOADED;
        }
        return failure instanceof ServiceFailureException ? Fault.FAILED : Fault.UNREACHABLE;
    }

    private Catalog connected() {
        Catalog open = catalog;
        if (open == null) {
            open = CatalogUtil.buildIcebergCatalog("rung", settings.catalogProperties(), null);
            catalog = open;
        }
        return open;
    }

    /** The steps since the last look, oldest first, the last of which has all of {@code keys}. */
    private List<Step> look(Table table, Set<StockKey> keys) throws IOException {
        Optional<Snapshot> head = head(table);
        SnapshotReader reader = settings.reader(table);
        View known = view;
        if (known == null || !known.table().equals(table.uuid())) {
            return anew(reader, table, head, keys, Set.of());
        }
        List<Step> steps = new ArrayList<>();
        if (!known.head().equals(head.map(Snapshot::snapshotId))) {
            Optional<List<Snapshot>> commits = commitsSince(known, table, head);
            if (commits.isEmpty()) {
                return anew(reader, table, head, keys, known.holdings().keySet());
            }
            try {
                steps.addAll(follow(reader, known, commits.get()));
            } catch (RuntimeException | IOException e) {
                log.debug("cannot follow {} commit by commit", settings.address(), e);
                return anew(reader, table, head, keys, known.holdings().keySet());
            }
        }
        Cycle cycle =
                steps.isEmpty() ? known.cycle() : steps.get(steps.size() - 1).cycle();
        Map<StockKey, Holding> holdings = new HashMap<>(
                steps.isEmpty() ? known.holdings() : steps.get(steps.size() - 1).holdings());
        Set<StockKey> strangers = new HashSet<>(keys);
        strangers.removeAll(holdings.keySet());
        if (!strangers.isEmpty()) {
            holdings.putAll(truth(reader, head, strangers));
        }
        view = new View(table.uuid(), head.map(Snapshot::snapshotId), cycle, Map.copyOf(holdings));
        return of(keys, steps, new Step(cycle, holdings));
    }

    /** Reads everything at the head: at first, and when what lies between cannot be told any more. */
    private List<Step> anew(
            SnapshotReader reader, Table table, Optional<Snapshot> head, Set<StockKey> keys, Set<StockKey> before)
            throws IOException {
        Set<StockKey> all = new HashSet<>(keys);
        all.addAll(before);
        Map<StockKey, Holding> holdings = truth(reader, head, all);
        Cycle cycle = head.map(IcebergStage::cycle).orElse(Cycle.unknown());
        view = new View(table.uuid(), head.map(Snapshot::snapshotId), cycle, Map.copyOf(holdings));
        return of(keys, List.of(), new Step(cycle, holdings));
    }

    private static Map<StockKey, Holding> truth(SnapshotReader reader, Optional<Snapshot> head, Set<StockKey> keys)
            throws IOException {
        if (head.isPresent()) {
            return reader.truth(head.get(), keys);
        }
        Map<StockKey, Holding> none = new HashMap<>();
        keys.forEach(key -> none.put(key, new Holding.Missing()));
        return none;
    }

    private Optional<Snapshot> head(Table table) {
        if (settings.branch().isEmpty()) {
            return Optional.ofNullable(table.currentSnapshot());
        }
        String branch = settings.branch().get();
        if (!table.refs().containsKey(branch)) {
            throw new IllegalArgumentException(
                    "there is no branch " + branch + "; is branch right? (branches and tags: "
                            + String.join(", ", table.refs().keySet()) + ")");
        }
        return Optional.ofNullable(table.snapshot(branch));
    }

    /** The commits after the known head, oldest first; empty when the table's history has a hole there, or forked. */
    private static Optional<List<Snapshot>> commitsSince(View known, Table table, Optional<Snapshot> head) {
        if (head.isEmpty()
                || known.head().isEmpty()
                || !SnapshotUtil.isParentAncestorOf(
                        table, head.get().snapshotId(), known.head().get())) {
            return Optional.empty();
        }
        List<Snapshot> commits = new ArrayList<>();
        for (Snapshot commit : SnapshotUtil.ancestorsBetween(
                table, head.get().snapshotId(), known.head().get())) {
            commits.add(0, commit);
        }
        return Optional.of(commits);
    }

    private static List<Step> follow(SnapshotReader reader, View known, List<Snapshot> commits) throws IOException {
        List<Step> steps = new ArrayList<>();
        Step last = new Step(known.cycle(), known.holdings());
        boolean moved = false;
        for (Snapshot commit : commits) {
            if (DataOperations.REPLACE.equals(commit.operation())) {
                last = new Step(last.cycle(), reader.moved(last.holdings()));
                moved = true;
            } else {
                last = new Step(cycle(commit), reader.after(commit, last.holdings()));
                steps.add(last);
                moved = false;
            }
        }
        if (moved) {
            if (!steps.isEmpty()) {
                steps.remove(steps.size() - 1);
            }
            steps.add(last);
        }
        return steps;
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

    private static Cycle cycle(Snapshot commit) {
        return new Cycle(Long.toString(commit.snapshotId()));
    }

    private List<Reading> readings(Instant askedAt, Instant answeredAt, Step step) {
        Answer answer = new Answer();
        step.holdings().forEach((key, holding) -> {
            if (holding instanceof Holding.Counted counted) {
                answer.count(key, counted.units());
            } else if (holding instanceof Holding.Summed summed) {
                answer.count(key, summed.units());
            } else if (holding instanceof Holding.Faulty faulty) {
                answer.bad(key, faulty.fault(), settings.address() + ": " + faulty.reason());
            } else {
                answer.absent(key);
            }
        });
        return answer.readings(askedAt, answeredAt, step.cycle());
    }

    @Override
    public void close() {
        if (catalog instanceof Closeable open) {
            try {
                open.close();
            } catch (IOException e) {
                log.debug("the catalog of {} did not close cleanly", settings.address(), e);
            }
        }
        catalog = null;
    }
}
