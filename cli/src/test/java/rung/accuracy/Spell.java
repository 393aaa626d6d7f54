package rung.accuracy;

import java.time.Duration;
import java.time.Instant;

/**
 * Sales that are shown together: a stall, a batch, a detour.
 *
 * @param from the moment of the first of them
 * @param until the moment before which the last of them was made, later than {@code from}
 * @param shown when readers see them, not before {@code until}
 */
record Spell(Instant from, Instant until, Instant shown) {
    Spell {
        if (!from.isBefore(until) || shown.isBefore(until)) {
            throw new IllegalArgumentException("no spell: from " + from + " until " + until + ", shown at " + shown);
        }
    }

    /** Everything that comes is held, and let go at the end: a stall. */
    static Spell held(Instant from, Duration length) {
        Instant until = from.plus(length);
        return new Spell(from, until, until);
    }

    /** Each takes a detour that is more than twice as long as {@code edge}. */
    static Spell late(Instant from, Duration length, Duration edge) {
        Instant until = from.plus(length);
        return new Spell(from, until, until.plus(edge.multipliedBy(2)));
    }

    /** Up to when sales of it take longer than {@code edge}; {@code from} when none does. */
    Instant lateUntil(Duration edge) {
        Instant end = shown.minus(edge);
        if (end.isBefore(from)) {
            return from;
        }
        return end.isBefore(until) ? end : until;
    }
}
