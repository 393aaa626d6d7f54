package rung.probe.canary;

import java.time.Instant;
import java.util.List;

/** Drives tasks until a moment has come or somebody asked to stop. */
interface TaskRunner {
    /**
     * Takes each task's turns as they come due, and returns at {@code until}, or soon after {@link #stop}.
     *
     * @throws IllegalStateException with its cause, when a task failed; the others have ended then, too
     */
    void run(List<Task> tasks, Instant until) throws InterruptedException;

    /** Asks {@link #run} to return early; may be called from any thread and at any time. */
    void stop();
}
