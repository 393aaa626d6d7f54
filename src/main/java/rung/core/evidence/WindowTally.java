package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;

/**
 * Folds the slots of one stage, in the order of their intended times, into the evidence of one window. Memory does not
 * grow with the number of slots that were seen; it holds the unseen ones. A slot costs a constant per edge.
 */
public final class WindowTally {
    /** Cycles that may interleave before one that returns is counted twice. */
    private static final int CYCLES_REMEMBERED = 4096;

    /** Distinct cycles at either end of an hour that are kept with its fold, to be told again in the hours beside it. */
    private static final int BORDER_CYCLES = 16;

    private static final int MATURITY_FRACTION = 10;

    private final TimeWindow window;
    private final Look look;
    private final List<EdgeTally> edges;
    private final Ages ages;
    private final Instant matureUntil;
    private final IntervalHistogram staleness = new IntervalHistogram();
    private final IntervalHistogram widths = new IntervalHistogram();
    private final IntervalHistogram slips = new IntervalHistogram();
    private final Map<Cycle, Boolean> recentCycles = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Cycle, Boolean> eldest) {
            return size() > CYCLES_REMEMBERED;
        }
    };
    private final Set<Cycle> firstCycles = new LinkedHashSet<>();
    private long cycles;
    private long immature;
    private long slots;
    private long seen;
    private long pending;
    private long lost;
    private long unmeasured;
    private Instant last = Instant.MIN;
    private Instant foldedUntil = Instant.MIN;

    public WindowTally(TimeWindow window, Look look) {
        this.window = window;
        this.look = look;
        this.edges =
                look.edges().stream().map(edge -> new EdgeTally(edge, look)).toList();
        this.ages = new Ages(look);
        this.matureUntil = look.at().minus(maturity());
    }

    /**
     * Quantiles are read off slots that are at least so old, an age fixed by the window and not by the outcomes: a tenth
     * of what has passed of the window, at most the slowest judged edge.
     */
    private Duration maturity() {
        Instant until = look.at().isBefore(window.to()) ? look.at() : window.to();
        Duration passed = Duration.between(window.from(), until);
        if (passed.isNegative() || look.edges().isEmpty()) {
            return Duration.ZERO;
        }
        Duration fraction = passed.dividedBy(MATURITY_FRACTION);
        Duration slowest = look.edges().get(look.edges().size() - 1);
        return fraction.compareTo(slowest) < 0 ? fraction : slowest;
    }

    /**
     * Takes the next slot of the window.
     *
     * @throws IllegalArgumentException when it is out of order or outside the window
     */
    public void add(SlotOutcome slot) {
        if (slot.intended().isBefore(last) || !window.contains(slot.intended())) {
            throw new IllegalArgumentException(
                    "slot of " + slot.intended() + " is out of order (last " + last + ") or outside " + window);
        }
        last = slot.intended();
        slots++;
        edges.forEach(edge -> edge.add(slot));
        ages.add(slot);
        boolean mature = !slot.intended().isAfter(matureUntil);
        immature += mature ? 0 : 1;
        slot.outcome()
                .fold(
                        shown -> seen(slot, shown, mature),
                        missing -> unseen(slot, missing, mature),
                        (Outcome.Unmeasured nothing) -> {
                            unmeasured++;
                            if (mature) {
                                staleness.recordAtLeast(Duration.ZERO);
                            }
                            return false;
                        });
    }

    private boolean seen(SlotOutcome slot, Outcome.Seen shown, boolean mature) {
        injected(slot);
        seen++;
        if (shown.cycle().isKnown() && isNew(shown.cycle())) {
            cycles++;
        }
        Duration atLeast = Duration.between(slot.intended(), shown.lastMissing());
        Duration atMost = Duration.between(slot.intended(), shown.firstSeen());
        Duration width = Duration.between(shown.lastMissing(), shown.firstSeen());
        widths.record(width, width);
        if (mature) {
            staleness.record(atLeast, atMost);
        }
        return true;
    }

    private boolean isNew(Cycle cycle) {
        if (firstCycles.size() < BORDER_CYCLES) {
            firstCycles.add(cycle);
        }
        return recentCycles.put(cycle, true) == null;
    }

    private boolean unseen(SlotOutcome slot, Outcome.Unseen missing, boolean mature) {
        injected(slot);
        Duration age = Duration.between(slot.intended(), look.at());
        if (age.compareTo(look.lossHorizon()) >= 0) {
            lost++;
        } else {
            pending++;
        }
        if (mature) {
            staleness.recordAtLeast(Duration.between(slot.intended(), missing.lastMissing()));
        }
        return true;
    }

    private void injected(SlotOutcome slot) {
        slips.record(slot.slip(), slot.slip());
        unmeasured += slot.slip().compareTo(EdgeTally.SLIP_BOUND) > 0 ? 1 : 0;
    }

    /**
     * Whether {@link #add(HourFold)} of {@code hour} is the same as adding its slots: it lies in the window and after
     * what was added, was folded at these edges, is mature for the quantiles, has at each edge only mature slots or none,
     * and no unseen sale before it waits to be overtaken in it. A slot that straddles a border of the hour is not in its
     * fold, and is added before or after it.
     */
    public boolean takes(HourFold hour) {
        return hour.isAt(look.edges())
                && !hour.hour().isBefore(window.from())
                && !hour.end().isAfter(window.to())
                && !hour.end().isAfter(matureUntil)
                && !hour.hour().isBefore(foldedUntil)
                && hour.end().isAfter(last)
                && edges.stream().noneMatch(edge -> edge.splits(hour))
                && ages.areDecidedBy(hour.hour());
    }

    /**
     * Takes a whole hour that was folded before.
     *
     * @throws IllegalArgumentException when the tally does not {@linkplain #takes take} it
     */
    public void add(HourFold hour) {
        if (!takes(hour)) {
            throw new IllegalArgumentException("hour " + hour.hour() + " is out of order, outside " + window
                    + ", not mature at " + look.at() + ", folded at other edges, or decides what waits before it");
        }
        last = hour.hour().isAfter(last) ? hour.hour() : last;
        foldedUntil = hour.end();
        for (int i = 0; i < edges.size(); i++) {
            edges.get(i).add(hour, hour.edges().get(i));
        }
        slots += hour.counts().slots();
        seen += hour.counts().seen();
        unmeasured += hour.counts().unmeasured();
        cycles += hour.cycles()
                - hour.borderCycles().stream().filter(cycle -> !isNew(cycle)).count();
        ages.add(hour.largestAge());
        staleness.add(hour.staleness());
        widths.add(hour.widths());
        slips.add(hour.slips());
    }

    /**
     * The slots so far as the fold of the hour that is the window; absent while one of them is unseen or too young for
     * the quantiles. A lost sale keeps its hour open for good, for it may still show.
     *
     * @throws IllegalStateException when the window is no whole hour of UTC
     */
    public Optional<HourFold> fold() {
        if (!window.from().equals(window.from().truncatedTo(ChronoUnit.HOURS))
                || !window.length().equals(ChronoUnit.HOURS.getDuration())) {
            throw new IllegalStateException("not a whole hour: " + window);
        }
        if (pending > 0 || lost > 0 || immature > 0) {
            return Optional.empty();
        }
        return Optional.of(new HourFold(
                window.from(),
                edges.stream().map(EdgeTally::counts).toList(),
                counts(),
                cycles,
                borderCycles(),
                ages.largest(),
                staleness.copy(),
                widths.copy(),
                slips.copy()));
    }

    private Set<Cycle> borderCycles() {
        Set<Cycle> border = new LinkedHashSet<>(firstCycles);
        recentCycles.keySet().stream()
                .skip(Math.max(0, recentCycles.size() - BORDER_CYCLES))
                .forEach(border::add);
        return border;
    }

    private WindowCounts counts() {
        return new WindowCounts(slots, seen + pending + lost, seen, pending, lost, unmeasured);
    }

    /** The window that is folded. */
    public TimeWindow window() {
        return window;
    }

    /** The look at which it is folded. */
    public Look look() {
        return look;
    }

    /**
     * What the slots so far prove, in the order of the look's edges; the states of {@link #evidence}, and nothing else of
     * it. Costs about a microsecond an edge, whatever the window holds, so that it can be asked after every slot.
     */
    public List<State> states() {
        return edges.stream().map(EdgeTally::state).toList();
    }

    /** What the slots so far say. */
    public WindowEvidence evidence() {
        return new WindowEvidence(
                window,
                edges.stream().map(EdgeTally::evidence).toList(),
                WindowEvidence.QUANTILES.stream()
                        .map(quantile -> Quantile.of(quantile, staleness))
                        .toList(),
                counts(),
                cycles,
                ages.now(),
                ages.largest(),
                upperPoint(widths, 0.95),
                upperPoint(slips, 0.99),
                staleness);
    }

    private static OptionalDouble upperPoint(IntervalHistogram histogram, double quantile) {
        return histogram.upperAt(Quantile.rank(histogram.count(), quantile));
    }
}
