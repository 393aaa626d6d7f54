package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import rung.core.evidence.Rule;
import rung.core.evidence.State;
import rung.core.evidence.WindowTally;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;

/**
 * A {@link Trial} beside a {@link Direct} run of the same seed, slot by slot, at the first edge: they may differ by what
 * polling cannot tell, and by nothing else.
 *
 * @param slots compared
 * @param found of them whose sale has the same moment, and the true moment of its showing between its bounds
 * @param open of them whose bounds have the edge between them
 * @param otherwise of the others, those on different sides of the edge
 * @param claims at a look after each slot, by the trial, that the direct run does not make at that look
 */
record Agreement(long slots, long found, long open, long otherwise, long claims) {
    static final Agreement NOTHING = new Agreement(0, 0, 0, 0, 0);

    private static final double OPEN_AT_MOST = 0.02;

    static Agreement of(Course course, long seed, Rule rule, Truth truth) {
        Trial trial = Trial.of(course, seed, truth.shop());
        Direct direct = Direct.of(course, seed, truth);
        Duration edge = course.edge();
        WindowTally measured = trial.tally(rule);
        WindowTally known = direct.tally(rule);
        Iterator<SlotOutcome> beside = direct.slots().iterator();
        long found = 0;
        long open = 0;
        long otherwise = 0;
        long claims = 0;
        for (SlotOutcome slot : trial.slots()) {
            SlotOutcome one = beside.next();
            Optional<Instant> shown = seen(one).map(Outcome.Seen::firstSeen);
            Optional<Outcome.Seen> bounds = seen(slot);
            boolean isBetween = bounds.isPresent()
                    ? shown.isPresent()
                            && bounds.get().lastMissing().isBefore(shown.get())
                            && !bounds.get().firstSeen().isBefore(shown.get())
                    : shown.isEmpty();
            found += slot.intended().equals(one.intended()) && isBetween ? 1 : 0;
            Instant due = slot.intended().plus(edge);
            boolean isLate = shown.isEmpty() || shown.get().isAfter(due);
            boolean canBeInTime =
                    bounds.isPresent() && bounds.get().lastMissing().isBefore(due);
            boolean canBeLate = bounds.isEmpty() || bounds.get().firstSeen().isAfter(due);
            open += canBeInTime && canBeLate ? 1 : 0;
            otherwise += isLate ? (canBeLate ? 0 : 1) : (canBeInTime ? 0 : 1);
            measured.add(slot);
            known.add(one);
            State state = measured.states().get(0);
            claims += state != State.UNDECIDED && state != known.states().get(0) ? 1 : 0;
        }
        return new Agreement(trial.slots().size(), found, open, otherwise, claims);
    }

    private static Optional<Outcome.Seen> seen(SlotOutcome slot) {
        return slot.outcome().fold(Optional::of, unseen -> Optional.empty(), nothing -> Optional.empty());
    }

    /** All of several. */
    static Agreement over(int runs, IntFunction<Agreement> run) {
        return Scale.each(runs, run).stream().reduce(NOTHING, Agreement::and);
    }

    Agreement and(Agreement other) {
        return new Agreement(
                slots + other.slots,
                found + other.found,
                open + other.open,
                otherwise + other.otherwise,
                claims + other.claims);
    }

    List<Line> lines(String of) {
        return List.of(
                new Line(
                        of,
                        "share of slots whose logged bounds hold the moment that the direct run took for true",
                        "1",
                        (double) found / slots,
                        Band.exactly(1)),
                new Line(
                        of,
                        "share of slots that polling leaves open at the edge",
                        "",
                        (double) open / slots,
                        Band.atMost(OPEN_AT_MOST)),
                new Line(of, "other slots on different sides of the edge", "0", otherwise, Band.exactly(0)),
                new Line(of, "claims at any look that the direct run does not make", "0", claims, Band.exactly(0)));
    }
}
