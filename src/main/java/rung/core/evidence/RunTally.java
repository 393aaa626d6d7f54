package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;
import rung.core.time.Nanos;

/**
 * What is known of a stage since its run began, in numbers that only grow: what {@link WindowTally} says of a window at one
 * look, this says of the whole run at every look, each fact counted once. A slot counts at an edge as soon as it is known,
 * or past hope, that its sale was in time; by then it is not a sample of the latest sales that a claim may rest on, but in
 * the long run a count of all of them.
 *
 * <p>The numbers follow from the facts and the moment of the look alone, so that whoever begins anew comes to the same, or
 * to later ones. Memory holds the slots of which more may become known. Not thread-safe.
 */
public final class RunTally implements Tally {
    /** How long after its end nothing is concluded from a slot's missing facts: longer than a late till is waited for. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /** Is told of each sale that the stage has shown, once, alone or among many. */
    public interface Listener {
        /** The sale of slot {@code number} was seen. */
        void seen(long number, SlotOutcome sale);

        /** All sales of the fold but those set aside were seen. */
        void seen(Fold many);
    }

    /** The running counts of one edge. */
    static final class Edge {
        private final EdgeRule rule;
        private long judged;
        private long within;
        private long beyond;

        private Edge(Duration edge) {
            this.rule = EdgeRule.of(edge);
        }

        void judged() {
            judged++;
        }

        void beyond() {
            beyond++;
        }

        private void add(EdgeCounts many) {
            judged += many.slots();
            within += many.slots() - many.late();
            beyond += many.certainlyLate();
        }

        private EdgeTotals totals() {
            return new EdgeTotals(rule.edge(), judged, within, beyond);
        }
    }

    private final PipelineSetup pipeline;
    private final long firstNanos;
    private final long slotNanos;
    private final Look look;
    private final Listener listener;
    private final List<Edge> edges;
    private final TreeMap<Long, OpenSlot> open = new TreeMap<>();
    private Instant at;
    private Instant foldedUntil;
    private Instant newestSeen = Instant.MIN;
    private Instant newestSale = Instant.MIN;
    private long next;
    private long slots;
    private long seen;
    private long unmeasured;

    /** @param look how the stage is looked at; its moment is the first look */
    public RunTally(PipelineSetup pipeline, Look look, Listener listener) {
        this.pipeline = pipeline;
        this.firstNanos = Nanos.of(pipeline.firstSlot());
        this.slotNanos = pipeline.slot().toNanos();
        this.look = look;
        this.listener = listener;
        this.edges = look.edges().stream().map(Edge::new).toList();
        this.at = look.at();
        this.foldedUntil = pipeline.firstSlot();
    }

    /** Looks anew, when facts are complete up to {@code moment}; what is told from now on is known then. */
    public void lookAt(Instant moment) {
        at = moment;
    }

    /** From the first slot that was not told yet. */
    @Override
    public TimeWindow window() {
        return new TimeWindow("run", pipeline.slotStart(next), Instant.MAX);
    }

    @Override
    public void add(SlotOutcome slot) {
        long number = number(slot.intended());
        if (number < next) {
            throw new IllegalArgumentException("slot " + number + " was told before; the next is " + next);
        }
        next = number + 1;
        slots++;
        if (isSettled(slot)) {
            Lateness lateness = Lateness.of(slot);
            for (Edge edge : edges) {
                edge.judged++;
                count(edge, lateness);
            }
            settle(number, slot);
        } else {
            open(number, slot, Instant.MAX);
        }
    }

    private void open(long number, SlotOutcome slot, Instant overtakenAt) {
        OpenSlot one = new OpenSlot(slot, edges.size(), overtakenAt, newestSeen);
        open.put(number, one);
        newestSale = one.isSale() ? later(newestSale, slot.intended()) : newestSale;
    }

    /** A slot is settled when nothing more will become known of it; one that seems to have no sale may only be late. */
    private boolean isSettled(SlotOutcome slot) {
        return slot.outcome().fold(shown -> true, missing -> false, nothing -> slot.intended()
                .plus(pipeline.slot())
                .plus(GRACE)
                .isBefore(at));
    }

    private static void count(Edge edge, Lateness settled) {
        switch (edge.rule.verdict(settled)) {
            case IN_TIME -> edge.within++;
            case CERTAINLY_LATE -> edge.beyond++;
            case NOT_KNOWN_IN_TIME, SPOILT -> {}
        }
    }

    private void settle(long number, SlotOutcome slot) {
        if (slot.outcome() instanceof Outcome.Seen shown) {
            seen++;
            newestSeen = later(newestSeen, slot.intended());
            newestSale = later(newestSale, slot.intended());
            if (!open.isEmpty()) {
                open.headMap(number).values().forEach(earlier -> earlier.overtake(slot.lane(), shown.firstSeen()));
                showsBefore(number, slot.intended());
            }
            listener.seen(number, slot);
        } else {
            unmeasured++;
        }
    }

    private void showsBefore(long number, Instant intended) {
        Map.Entry<Long, OpenSlot> after = open.higherEntry(number);
        if (after != null) {
            after.getValue().showsBefore(intended);
        }
    }

    /** The stretches of slots of which more may be known by now, to be read and given to {@link #again}. */
    public List<TimeWindow> due() {
        List<TimeWindow> due = new ArrayList<>();
        long first = -1;
        long last = -2;
        for (Map.Entry<Long, OpenSlot> one : open.entrySet()) {
            if (one.getValue().isDue(at)) {
                if (one.getKey() != last + 1) {
                    addRange(due, first, last);
                    first = one.getKey();
                }
                last = one.getKey();
            }
        }
        addRange(due, first, last);
        return due;
    }

    private void addRange(List<TimeWindow> due, long first, long last) {
        if (first <= last) {
            due.add(new TimeWindow("due", pipeline.slotStart(first), pipeline.slotStart(last + 1)));
        }
    }

    /**
     * Takes what is known by now of a slot that was told before.
     *
     * @param mayBeRefused whether the front door has not accepted the sale of slot so far; until it has, or the sale is
     *     lost, the pipeline is not blamed
     */
    public void again(SlotOutcome slot, LongPredicate mayBeRefused) {
        long number = number(slot.intended());
        OpenSlot one = open.get(number);
        if (one == null) {
            return;
        }
        one.know(slot);
        if (isSettled(slot)) {
            open.remove(number);
            showsBefore(number, one.visibleBefore());
            Lateness lateness = Lateness.of(slot);
            for (int i = 0; i < edges.size(); i++) {
                EdgeRule.Verdict verdict = edges.get(i).rule.verdict(lateness);
                one.count(i, verdict == EdgeRule.Verdict.CERTAINLY_LATE, edges.get(i));
                edges.get(i).within += verdict == EdgeRule.Verdict.IN_TIME ? 1 : 0;
            }
            settle(number, slot);
            return;
        }
        newestSale = one.isSale() ? later(newestSale, slot.intended()) : newestSale;
        if (one.isSale() && isPastHope(slot, look.edges().get(0)) && (isLost(slot) || !mayBeRefused.test(number))) {
            judge(one, slot);
        }
        one.plan(at, look.edges(), look.patience());
    }

    private void judge(OpenSlot one, SlotOutcome slot) {
        Lateness lateness = Lateness.of(slot);
        for (int i = 0; i < edges.size(); i++) {
            if (isPastHope(slot, look.edges().get(i))) {
                one.count(i, edges.get(i).rule.verdict(lateness) == EdgeRule.Verdict.CERTAINLY_LATE, edges.get(i));
            }
        }
    }

    private boolean isPastHope(SlotOutcome slot, Duration edge) {
        return slot.intended().isBefore(at.minus(edge).minus(look.patience()));
    }

    private boolean isLost(SlotOutcome slot) {
        return !slot.intended().isAfter(at.minus(look.lossHorizon()));
    }

    /** {@inheritDoc} That is: it is the next at these edges, and no sale that waits could be overtaken in it. */
    @Override
    public boolean takes(Fold fold) {
        return fold.isAt(look.edges())
                && !fold.from().isBefore(foldedUntil)
                && (next == 0 || pipeline.slotStart(next - 1).isBefore(fold.from()))
                && open.values().stream()
                        .noneMatch(one -> one.isSale() && one.overtakenAt().isAfter(fold.from()));
    }

    @Override
    public void add(Fold fold, List<SlotOutcome> aside) {
        if (!takes(fold)) {
            throw new IllegalArgumentException(
                    "the fold from " + fold.from() + " to " + fold.to() + " is not the next of the run");
        }
        WindowTally.requireSame(fold, aside);
        foldedUntil = fold.to();
        next = Math.max(next, number(fold.to()));
        slots += fold.counts().slots() + aside.size();
        seen += fold.counts().seen();
        unmeasured += fold.counts().slots() - fold.counts().seen();
        for (int i = 0; i < edges.size(); i++) {
            edges.get(i).add(fold.edges().get(i));
        }
        for (int i = 0; i < aside.size(); i++) {
            open(
                    number(aside.get(i).intended()),
                    aside.get(i),
                    fold.aside().get(i).overtakenAt());
        }
        if (fold.counts().seen() > 0) {
            newestSeen = later(newestSeen, fold.to().minus(pipeline.slot()));
            newestSale = later(newestSale, newestSeen);
            listener.seen(fold);
        }
    }

    private long number(Instant moment) {
        return (Nanos.of(moment) - firstNanos) / slotNanos;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** Per edge, fastest first. */
    public List<EdgeTotals> edges() {
        return edges.stream().map(Edge::totals).toList();
    }

    /** Slots whose time has come. */
    public long slots() {
        return slots;
    }

    /** Sales that the stage has shown. */
    public long seen() {
        return seen;
    }

    /** Slots without a sale: none could be made, the front door refused it, or the probe was not running. */
    public long unmeasured() {
        return unmeasured;
    }

    /** Sales that were made, do not show and are not {@link #lost} yet. */
    public long waiting() {
        return open.values().stream().filter(OpenSlot::isSale).count() - lost();
    }

    /** Sales that do not show and are older than the loss horizon; one that shows after all is not among them any more. */
    public long lost() {
        Instant before = at.minus(look.lossHorizon());
        return open.values().stream()
                .filter(one -> one.isSale() && !one.intended().isAfter(before))
                .count();
    }

    private Optional<OpenSlot> oldest() {
        return open.values().stream()
                .filter(one -> one.isWaitedFor(at, look.holePatience()))
                .findFirst();
    }

    /** When the oldest sale was due that a reader waits for, holes left out; absent when none is waited for. */
    public Optional<Instant> oldestUnseen() {
        return oldest().map(OpenSlot::intended);
    }

    /** Up to the sale that was due then, everything shows but holes; absent when nothing has shown before the oldest unseen. */
    public Optional<Instant> visibleUntil() {
        return Optional.of(oldest().map(OpenSlot::visibleBefore).orElse(newestSeen))
                .filter(moment -> moment.isAfter(Instant.MIN));
    }

    /** When the newest sale that was made was due; absent when none was. */
    public Optional<Instant> newestSale() {
        return Optional.of(newestSale).filter(moment -> moment.isAfter(Instant.MIN));
    }
}
