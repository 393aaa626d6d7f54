package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Reading;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.probe.canary.OpenSales.Open;

/**
 * One pipeline's books: what is in play on which key, which stages have shown it, which returns are due. A return is due
 * once every stage has shown its sale, and never for a sale that is lost. Shared by the pipeline's loops.
 */
final class Ledger {
    private final String run;
    private final PipelineSetup setup;
    private final KeyRing ring;
    private final Duration lossHorizon;
    private final Map<String, Watchlist> watchlists = new LinkedHashMap<>();
    private final OpenSales open;
    private final Deque<Open> salesToReturn = new ArrayDeque<>();

    /**
     * @param edges the stalenesses that will be judged, fastest first
     * @param lossHorizon age at which an unseen sale is lost, and time that a quantity of a key rests before it is used again
     */
    Ledger(String run, PipelineSetup setup, List<Duration> edges, Duration lossHorizon) {
        this.run = run;
        this.setup = setup;
        this.ring = new KeyRing(lossHorizon);
        this.lossHorizon = lossHorizon;
        this.open = new OpenSales(setup.stages().size());
        for (StageSetup stage : setup.stages()) {
            watchlists.put(stage.name(), new Watchlist(setup.name(), stage.name(), stage.settling(), edges));
        }
    }

    /** Takes the counts of a stage before the first injection. */
    synchronized void startFrom(String stage, Reading.Counts counts) {
        watchlist(stage).startFrom(counts);
    }

    /** Whether {@code stage} told the count of {@code key} before the first injection. */
    synchronized boolean knows(String stage, StockKey key) {
        return watchlist(stage).knows(key);
    }

    /** Opens a sale and watches for it everywhere; empty when its key has no quantity to spare. */
    synchronized Optional<Injection> openSale(Schedule.Planned planned, StockKey key, Instant now) {
        StockKey own = own(key);
        OptionalInt quantity = ring.take(own, now);
        if (quantity.isEmpty()) {
            return Optional.empty();
        }
        Injection sale = new Injection(
                run, setup.name(), planned.slot(), Injection.Kind.SALE, own, quantity.getAsInt(), planned.intended());
        open.open(sale);
        watchlists.values().forEach(watchlist -> watchlist.watch(sale, now));
        return Optional.of(sale);
    }

    /** Names the key that the next sale will touch, so that its count can be taken shortly before. */
    synchronized void announce(Schedule.Planned planned, StockKey key) {
        watchlists.values().forEach(watchlist -> watchlist.announce(key, planned.slot()));
    }

    /** Notes that the front door refused a sale: it is returned only if it shows all the same. */
    synchronized void refused(Injection sale) {
        Open one = open.find(sale.slot());
        if (one != null) {
            one.refuse();
        }
    }

    /** The keys that {@code stage} should be asked for. */
    synchronized Set<StockKey> waitingFor(String stage) {
        return watchlist(stage).waitingFor();
    }

    /** What a look at {@code stage} decides. */
    synchronized List<Fact> decide(String stage, List<Reading> look) {
        Watchlist.Decided decided = watchlist(stage).decide(look);
        for (Injection settled : decided.settled()) {
            Open one = opened(settled);
            if (settled.kind() == Injection.Kind.SALE) {
                if (one.shown() == 0) {
                    salesToReturn.add(one);
                }
            } else if (one.returnShown() == 0) {
                open.close(one);
                watchlists.values().forEach(watchlist -> watchlist.forget(one.sale()));
                ring.release(
                        one.sale().key(),
                        one.sale().quantity(),
                        look.get(look.size() - 1).answeredAt());
            }
        }
        return decided.facts();
    }

    /** Opens the next return that is due, if any. */
    synchronized Optional<Injection> openReturn(Instant now) {
        Open one = salesToReturn.poll();
        return one == null ? Optional.empty() : Optional.of(openReturn(one, now));
    }

    /**
     * Opens the returns of all sales that have none and may have entered: the end of a run. A refused sale is returned
     * only when a stage has shown it, and so is a lost one.
     */
    synchronized List<Injection> openAllReturns(Instant now) {
        salesToReturn.clear();
        List<Injection> returns = new ArrayList<>();
        for (Open one : open) {
            boolean shown = one.stagesToShow() < watchlists.size();
            boolean lost = Duration.between(one.sale().intended(), now).compareTo(lossHorizon) >= 0;
            if (!one.isReturned() && (shown || (!one.isRefused() && !lost))) {
                returns.add(openReturn(one, now));
            }
        }
        return returns;
    }

    /** The last reads that did not show what is still waited for. */
    synchronized List<Fact> stillMissing() {
        return watchlists.values().stream()
                .flatMap(watchlist -> watchlist.stillMissing().stream())
                .toList();
    }

    /** Whether any stage has yet to show a sale that the front door did not refuse. */
    synchronized boolean isWaitingForSales() {
        for (Open one : open) {
            if (one.stagesToShow() > 0 && !one.isRefused()) {
                return true;
            }
        }
        return false;
    }

    private Injection openReturn(Open one, Instant now) {
        Injection comeback = one.sale().returned(now);
        one.returning();
        watchlists.values().forEach(watchlist -> watchlist.watchReturn(comeback));
        return comeback;
    }

    private Open opened(Injection injection) {
        Open one = open.find(injection.slot());
        if (one == null) {
            throw new IllegalStateException("not open: " + injection.id());
        }
        return one;
    }

    /** An equal key that is kept already, for each sale comes with one of its own. */
    private StockKey own(StockKey key) {
        return watchlists.values().iterator().next().own(key);
    }

    private Watchlist watchlist(String stage) {
        Watchlist watchlist = watchlists.get(stage);
        if (watchlist == null) {
            throw new IllegalArgumentException("pipeline " + setup.name() + " has no stage " + stage);
        }
        return watchlist;
    }
}
