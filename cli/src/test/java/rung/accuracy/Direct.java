package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import rung.core.evidence.Rule;
import rung.core.evidence.WindowTally;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.probe.canary.Schedule;

/**
 * A run without the probe between: each slot of the production schedule is given its true outcome, as if reads took no
 * time and never paused. A {@link Trial} of the same seed draws the same sales; {@link Agreement} compares the two.
 *
 * @param course how long it is, and its edges
 * @param schedule of the sales
 * @param truth about them
 * @param until the moment up to which it is known
 */
record Direct(Course course, Schedule schedule, Truth truth, Instant until) {
    /** The production code that it runs through, as the page says it. */
    static final String THROUGH = "schedule and evidence as shipped, each slot given its true outcome";

    private static final Duration LONG_AFTER = Duration.ofDays(30);

    /** Looked at when everything is known, so that each prefix of its slots is what a look could have had. */
    static Direct of(Course course, long seed, Truth truth) {
        return at(course.end().plus(LONG_AFTER), course, seed, truth);
    }

    static Direct at(Instant until, Course course, long seed, Truth truth) {
        return new Direct(
                course, new Schedule(seed, Trial.PIPELINE, Course.NOON, course.slot(), course.keys()), truth, until);
    }

    Stream<SlotOutcome> slots() {
        return LongStream.range(0, course.slots()).mapToObj(this::slot);
    }

    private SlotOutcome slot(long number) {
        Instant sale = schedule.planned(number).intended();
        Optional<Instant> shown = truth.shown(number, sale).filter(at -> !at.isAfter(until));
        Outcome outcome = shown.isPresent()
                ? new Outcome.Seen(shown.get(), shown.get(), Cycle.unknown())
                : new Outcome.Unseen(until);
        return new SlotOutcome(sale, sale, "", outcome);
    }

    /** Whether the true outcome of a slot is later than {@code edge}. */
    static boolean isLate(SlotOutcome slot, Duration edge) {
        return slot.outcome()
                .fold(seen -> seen.firstSeen().isAfter(slot.intended().plus(edge)), unseen -> true, unmeasured -> true);
    }

    WindowTally tally(Rule rule) {
        return course.tally(rule, until);
    }
}
