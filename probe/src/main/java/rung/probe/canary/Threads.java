package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.time.Timeline;

/** A thread per task, on a timeline that moves by itself. The threads are daemons: they never keep a process alive. */
final class Threads implements TaskRunner {
    private static final Logger log = LoggerFactory.getLogger(Threads.class);

    private static final long LOOK_MILLIS = 50;
    private static final long JOIN_MILLIS = 15_000;

    private final Timeline timeline;
    private final CountDownLatch stop = new CountDownLatch(1);

    Threads(Timeline timeline) {
        this.timeline = timeline;
    }

    @Override
    public void stop() {
        stop.countDown();
    }

    @Override
    public void run(List<Task> tasks, Instant until) throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        CountDownLatch failed = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (Task task : tasks) {
            Thread thread = new Thread(() -> loop(task, failure, failed));
            thread.setName("rung-" + task.getClass().getSimpleName());
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        try {
            while (timeline.now().isBefore(until) && stop.getCount() > 0 && failed.getCount() > 0) {
                stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            threads.forEach(Thread::interrupt);
            join(threads);
        }
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("the probe stopped: " + cause.getMessage(), cause);
        }
    }

    /** A thread that hangs in a call that heeds no interrupt is left behind; it ends when the call does. */
    private void join(List<Thread> threads) throws InterruptedException {
        Instant deadline = timeline.now().plusMillis(JOIN_MILLIS);
        for (Thread thread : threads) {
            long left = Duration.between(timeline.now(), deadline).toMillis();
            thread.join(Math.max(1, left));
            if (thread.isAlive()) {
                log.warn("{} hangs in a call, and is left behind", thread.getName());
            }
        }
    }

    private void loop(Task task, AtomicReference<@Nullable Throwable> failure, CountDownLatch failed) {
        try {
            for (Instant due = task.due(); due.isBefore(Instant.MAX); due = task.due()) {
                timeline.sleepUntil(due);
                if (Thread.interrupted()) {
                    throw new InterruptedException("the loop is to end");
                }
                task.turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            failed.countDown();
        }
    }
}
