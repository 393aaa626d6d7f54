package rung.core.evidence;

import java.time.Instant;

/** A sale, and from when on a reader of the stage no longer waits for it: known up to what reads could not tell. */
interface Awaited {
    /** When it should have happened. */
    Instant intended();

    /** Waited for at least until then; {@link Instant#MAX} while nothing ended it. */
    Instant untilAtLeast();

    /** Waited for at most until then; {@link Instant#MAX} while nothing ended it. */
    Instant untilAtMost();
}
