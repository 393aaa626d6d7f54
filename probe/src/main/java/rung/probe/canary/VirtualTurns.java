package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import rung.core.time.VirtualTimeline;

/** All tasks on one thread and a virtual timeline: a day of turns takes what their work takes. */
final class VirtualTurns implements TaskRunner {
    private static final Duration LOOK = Duration.ofMillis(50);

    private final VirtualTimeline timeline;
    private boolean stopped;

    VirtualTurns(VirtualTimeline timeline) {
        this.timeline = timeline;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void run(List<Task> tasks, Instant until) {
        tasks.forEach(task -> plan(task, until));
        while (!stopped && timeline.now().isBefore(until)) {
            Instant next = timeline.now().plus(LOOK);
            timeline.sleepUntil(next.isBefore(until) ? next : until);
        }
    }

    private void plan(Task task, Instant until) {
        Instant due = task.due();
        if (due.isBefore(until) && !stopped) {
            timeline.at(due, () -> {
                try {
                    if (!stopped) {
                        task.turn();
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException("a virtual turn was interrupted", e);
                }
                plan(task, until);
            });
        }
    }
}
