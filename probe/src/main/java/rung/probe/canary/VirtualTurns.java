package rung.probe.canary;

import java.time.Instant;
import java.util.List;
import rung.core.time.VirtualTimeline;

/** All tasks on one thread and a virtual timeline: a day of turns takes what their work takes. */
final class VirtualTurns implements TaskRunner {
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
        tasks.forEach(task -> new Turns(task, until).plan());
        timeline.runUntil(until, () -> stopped);
    }

    private final class Turns implements Runnable {
        private final Task task;
        private final Instant until;

        private Turns(Task task, Instant until) {
            this.task = task;
            this.until = until;
        }

        private void plan() {
            Instant due = task.due();
            if (due.isBefore(until) && !stopped) {
                timeline.at(due, this);
            }
        }

        @Override
        public void run() {
            try {
                if (!stopped) {
                    task.turn();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("a virtual turn was interrupted", e);
            }
            plan();
        }
    }
}
