package rung.probe.canary;

import java.time.Instant;

/** One loop of the probe, a turn at a time: real threads and virtual time drive the same turns. */
interface Task {
    /** Says when the next turn is due; {@link Instant#MAX} when there is none any more. */
    Instant due();

    /** Takes the turn that is due. */
    void turn() throws InterruptedException;
}
