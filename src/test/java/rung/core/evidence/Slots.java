package rung.core.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;

/** Slots as sentences: what a stage showed of the sale that was due so many seconds after noon. */
final class Slots {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final Duration EDGE = Duration.ofSeconds(5);
    static final Duration PATIENCE = Duration.ofSeconds(2);
    static final Rule RULE = new Rule(0.95, 0.95);

    private Slots() {}

    static Instant at(double seconds) {
        return NOON.plus(span(seconds));
    }

    static Duration span(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    static SlotOutcome seen(double due, double lastMissing, double firstSeen) {
        return seen("", due, lastMissing, firstSeen);
    }

    static SlotOutcome seen(String lane, double due, double lastMissing, double firstSeen) {
        return new SlotOutcome(
                at(due), at(due), lane, new Outcome.Seen(at(due + lastMissing), at(due + firstSeen), Cycle.unknown()));
    }

    static SlotOutcome unseen(double due) {
        return unseen("", due, 0);
    }

    static SlotOutcome unseen(String lane, double due, double lastMissing) {
        return new SlotOutcome(at(due), at(due), lane, new Outcome.Unseen(at(due + lastMissing)));
    }

    static SlotOutcome unmeasured(double due) {
        return new SlotOutcome(at(due), at(due), "", new Outcome.Unmeasured("refused"));
    }

    static SlotOutcome handedAfter(double slip, SlotOutcome slot) {
        return new SlotOutcome(slot.intended(), slot.intended().plus(span(slip)), slot.lane(), slot.outcome());
    }

    /** A look at one edge of 5 s, with 2 s of patience, losses after an hour and holes after a minute. */
    static Look look(double seconds) {
        return look(seconds, Duration.ofMillis(250), EDGE);
    }

    static Look look(double seconds, Duration poll, Duration... edges) {
        return new Look(at(seconds), RULE, List.of(edges), PATIENCE, Duration.ofHours(1), Duration.ofMinutes(1), poll);
    }

    static WindowTally tally(Look look, SlotOutcome... slots) {
        WindowTally tally = new WindowTally(new TimeWindow("day", NOON, NOON.plus(Duration.ofDays(1))), look);
        List.of(slots).forEach(tally::add);
        return tally;
    }

    static EdgeEvidence edge(Look look, SlotOutcome... slots) {
        return tally(look, slots).evidence().edges().get(0);
    }
}
