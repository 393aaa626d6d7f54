package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
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
public final class WindowTally implements Tally {
    /** Cycles that may interleave before one that returns is counted twice. */
    private static final int CYCLES_REMEMBERED = 4096;

    /** Distinct cycles at either end of a fold that are kept with it, to be told again in the folds beside it. */
    private static final int BORDER_CYCLES = 16;

    private static final int MATURITY_FRACTION = 10;

    private final TimeWindow window;
    private final Look look;
    private final List<EdgeTally> edges;
    private final Ages ages;
    private final Instant matureUntil;
    private final IntervalHistogram staleness = new IntervalHistogram();
    private final IntervalHistogram unseen = new IntervalHistogram();
    private final IntervalHistogram widths = new IntervalHistogram();
    private final IntervalHistogram slips = new IntervalHistogram();
    private final Optional<FingerprintTally> fingerprint;
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
        this(window, look, Optional.empty());
    }

    /** One that also sums up the fingerprint of its slots, which costs more than all else that a slot does. */
    public static WindowTally withFingerprint(TimeWindow window, Look look) {
        return new WindowTally(window, look, Optional.of(new FingerprintTally()));
    }

    private WindowTally(TimeWindow window, Look look, Optional<FingerprintTally> fingerprint) {
        this.fingerprint = fingerprint;
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

    @Override
    public void add(SlotOutcome slot) {
        add(slot, Instant.MAX);
    }

    private void add(SlotOutcome slot, Instant overtakenAt) {
        if (slot.intended().isBefore(last) || !window.contains(slot.intended())) {
            throw new IllegalArgumentException(
                    "slot of " + slot.intended() + " is out of order (last " + last + ") or outside " + window);
        }
        last = slot.intended();
        slots++;
        fingerprint.ifPresent(sum -> sum.add(slot));
        Lateness lateness = Lateness.of(slot);
        edges.forEach(edge -> edge.add(slot, lateness));
        ages.add(slot, overtakenAt);
        boolean mature = !slot.intended().isAfter(matureUntil);
        immature += mature ? 0 : 1;
        slot.outcome()
                .match(
                        shown -> seen(slot, shown, mature),
                        missing -> unseen(slot, missing, mature),
                        nothing -> unmeasured(mature));
    }

    private void seen(SlotOutcome slot, Outcome.Seen shown, boolean mature) {
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
    }

    private boolean isNew(Cycle cycle) {
        if (firstCycles.size() < BORDER_CYCLES) {
            firstCycles.add(cycle);
        }
        return recentCycles.put(cycle, true) == null;
    }

    private void unseen(SlotOutcome slot, Outcome.Unseen missing, boolean mature) {
        injected(slot);
        Duration age = Duration.between(slot.intended(), look.at());
        if (age.compareTo(look.lossHorizon()) >= 0) {
            lost++;
        } else {
            pending++;
        }
        if (mature) {
            Duration atLeast = Duration.between(slot.intended(), missing.lastMissing());
            staleness.recordAtLeast(atLeast);
            unseen.record(atLeast, age.compareTo(atLeast) < 0 ? atLeast : age);
        }
    }

    private void unmeasured(boolean mature) {
        unmeasured++;
        if (mature) {
            staleness.recordAtLeast(Duration.ZERO);
        }
    }

    private void injected(SlotOutcome slot) {
        slips.record(slot.slip(), slot.slip());
        unmeasured += slot.slip().compareTo(EdgeRule.SLIP_BOUND) > 0 ? 1 : 0;
    }

    /**
     * {@inheritDoc} That is: it lies in the window and after what was added, was made at these edges, no unseen sale
     * before it waits to be overtaken in it, those that it set aside are resolved at every edge, and its slots are all
     * old enough for the quantiles or all too young, and so at each edge for its share. A slot that straddles a border
     * of it is added before or after it.
     */
    @Override
    public boolean takes(Fold fold) {
        boolean isMature = !fold.to().isAfter(matureUntil);
        boolean isImmature = fold.from().isAfter(matureUntil);
        return follows(fold)
                && (isMature || isImmature)
                && edges.stream().noneMatch(edge -> edge.splits(fold))
                && ages.areDecidedBy(fold.from())
                && areResolved(fold.aside());
    }

    /** Whether it lies in the window and after what was added, and was made at these edges. */
    boolean follows(Fold fold) {
        return fold.isAt(look.edges())
                && !fold.from().isBefore(window.from())
                && !fold.to().isAfter(window.to())
                && !fold.from().isBefore(foldedUntil)
                && fold.to().isAfter(last);
    }

    private boolean areResolved(List<Fold.Aside> aside) {
        return aside.isEmpty()
                || edges.stream()
                        .allMatch(edge ->
                                edge.isPastHope(aside.get(aside.size() - 1).intended()));
    }

    @Override
    public void add(Fold fold, List<SlotOutcome> aside) {
        if (!takes(fold)) {
            throw new IllegalArgumentException("the fold from " + fold.from() + " to " + fold.to()
                    + " is out of order, outside " + window + ", half mature at " + look.at()
                    + ", made at other edges, or decides what waits before it");
        }
        requireSame(fold, aside);
        addSettled(fold);
        for (int i = 0; i < aside.size(); i++) {
            add(aside.get(i), fold.aside().get(i).overtakenAt());
        }
    }

    static void requireSame(Fold fold, List<SlotOutcome> aside) {
        List<Instant> wanted = fold.aside().stream().map(Fold.Aside::intended).toList();
        List<Instant> given = aside.stream().map(SlotOutcome::intended).toList();
        if (!given.equals(wanted)) {
            throw new IllegalArgumentException("slots of " + given + " are not those set aside: " + wanted);
        }
    }

    /** Takes all but what was set aside. */
    void addSettled(Fold fold) {
        last = fold.from().isAfter(last) ? fold.from() : last;
        foldedUntil = fold.to();
        fingerprint.ifPresent(sum -> sum.add(fold.fingerprint()));
        for (int i = 0; i < edges.size(); i++) {
            edges.get(i).add(fold, fold.edges().get(i));
        }
        slots += fold.counts().slots();
        seen += fold.counts().seen();
        unmeasured += fold.counts().unmeasured();
        cycles += fold.cycles()
                - fold.borderCycles().stream().filter(cycle -> !isNew(cycle)).count();
        ages.add(fold.largestAge());
        widths.add(fold.widths());
        slips.add(fold.slips());
        if (fold.to().isAfter(matureUntil)) {
            immature += fold.counts().slots();
        } else {
            staleness.add(fold.staleness());
        }
    }

    /** The slots so far, none of them unseen, as a fold; absent while one of them is too young for the quantiles. */
    Optional<Fold> fold(List<Fold.Aside> aside) {
        if (immature > 0) {
            return Optional.empty();
        }
        return Optional.of(new Fold(
                window.from(),
                window.to(),
                edges.stream().map(EdgeTally::counts).toList(),
                counts(),
                cycles,
                borderCycles(),
                ages.largest(),
                staleness.copy(),
                widths.copy(),
                slips.copy(),
                fingerprint.flatMap(FingerprintTally::fingerprint),
                aside));
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

    @Override
    public TimeWindow window() {
        return window;
    }

    /** The look at which its slots are counted. */
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
                staleness.copy(),
                unseen.copy(),
                fingerprint.flatMap(FingerprintTally::fingerprint));
    }

    private static OptionalDouble upperPoint(IntervalHistogram histogram, double quantile) {
        return histogram.upperAt(Quantile.rank(histogram.count(), quantile));
    }
}
