package rung.testbed;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the counts of the hot units in a view, transaction by transaction. A view that was lost, as a whole or in part, is made
 * again from the table, and from the transactions after the table's place.
 */
final class HotFeed implements TransactionFeed.Sink {
    private static final Logger log = LoggerFactory.getLogger(HotFeed.class);

    private final String name;
    private final CountView view;
    private final Set<StoreSku> hot;
    private final Supplier<Table> truth;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicLong rebuilds = new AtomicLong();
    private Offsets place = Offsets.beginning();

    /**
     * @param name of the view, for the log
     * @param truth loads the table of all counts, each of whose snapshots says its place
     */
    HotFeed(String name, CountView view, Set<StoreSku> hot, Supplier<Table> truth) {
        this.name = name;
        this.view = view;
        this.hot = Set.copyOf(hot);
        this.truth = truth;
    }

    /** Has the view made again: a reader has missed a hot unit. For any thread. */
    void missed() {
        lost.set(true);
    }

    /** How often the view was made from the table. */
    long rebuilds() {
        return rebuilds.get();
    }

    @Override
    public Offsets place() throws IOException {
        Optional<Offsets> there = view.place();
        place = there.isPresent() && !lost.get() ? there.get() : rebuild();
        return place;
    }

    @Override
    public TransactionFeed.Taken take(List<PosTransaction> fresh, Offsets next) throws IOException {
        if (lost.get()) {
            return TransactionFeed.Taken.LOST;
        }
        if (fresh.isEmpty()) {
            return isAt(place) ? TransactionFeed.Taken.SAVED : TransactionFeed.Taken.LOST;
        }
        Map<StoreSku, Long> changes = new HashMap<>();
        fresh.stream()
                .filter(sale -> hot.contains(sale.unit()))
                .forEach(sale -> changes.merge(sale.unit(), (long) sale.quantity(), Long::sum));
        if (view.add(changes, place, next)) {
            place = next;
            return TransactionFeed.Taken.SAVED;
        }
        lost.set(isAt(place));
        return TransactionFeed.Taken.LOST;
    }

    @Override
    public int mostAtOnce() {
        return view.mostUnitsAtOnce();
    }

    private boolean isAt(Offsets expected) throws IOException {
        return view.place().equals(Optional.of(expected));
    }

    private Offsets rebuild() throws IOException {
        Table table = truth.get();
        Offsets at = Offsets.of(table);
        Map<StoreSku, Long> counts = InventoryTable.read(table);
        counts.keySet().retainAll(hot);
        view.replace(counts, at);
        lost.set(false);
        rebuilds.incrementAndGet();
        log.info(
                "the view in {} is made anew, of {} units, from snapshot {}",
                name,
                counts.size(),
                table.currentSnapshot().snapshotId());
        return at;
    }
}
