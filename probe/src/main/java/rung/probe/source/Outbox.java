package rung.probe.source;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Injection;
import rung.core.time.Timeline;

/**
 * Carries transactions to a front door whose client blocks: whoever hands one over does not wait. They leave in their
 * order, each once and by itself, and each is told of once, at the latest when its time is up; one whose time is up
 * before it left does not leave any more. Threads begin with the first transaction.
 */
public final class Outbox implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private static final int MOST_WAITING = 100_000;
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** One way to the front door, such as a connection. Carries one transaction at a time. */
    public interface Carrier {
        /** Sends the transaction and returns what was said to it. */
        Delivery carry(Injection injection) throws InterruptedException;

        /** Makes {@link #carry} return soon, because nobody waits for its answer any more; on another thread. */
        void abandon();

        /** Releases connections; may be called again, and never throws. */
        void close();
    }

    private final Timeline timeline;
    private final Duration timeout;
    private final String overdue;
    private final List<Carrier> carriers;
    private final BlockingQueue<Carrier> idle;
    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor watch;

    /**
     * @param name of its threads
     * @param timeout after which a transaction without an answer is refused
     * @param overdue the reason that is told then, with its cure
     * @param carriers at least one; as many transactions are under way together
     */
    public Outbox(Timeline timeline, String name, Duration timeout, String overdue, List<? extends Carrier> carriers) {
        this.timeline = timeline;
        this.timeout = timeout;
        this.overdue = overdue;
        this.carriers = List.copyOf(carriers);
        this.idle = new ArrayBlockingQueue<>(carriers.size(), false, this.carriers);
        this.workers = new ThreadPoolExecutor(
                carriers.size(),
                carriers.size(),
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                daemons(name));
        this.watch = new ScheduledThreadPoolExecutor(1, daemons(name + "-watch"));
        watch.setRemoveOnCancelPolicy(true);
        watch.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Hands a transaction over and returns.
     *
     * @param done told once what became of it, on a thread of this outbox; or, when it is closed or full, on this one
     */
    public void send(Injection injection, Consumer<Delivery> done) {
        Job job = new Job(injection, done);
        try {
            job.expiry = watch.schedule(job::expire, timeout.toNanos(), TimeUnit.NANOSECONDS);
            workers.execute(job);
        } catch (RejectedExecutionException e) {
            job.refuse(
                    workers.isShutdown()
                            ? "nothing is sent any more: the source has been closed"
                            : MOST_WAITING + " transactions wait to be sent already; " + overdue);
        }
    }

    private final class Job implements Runnable {
        private final Injection injection;
        private final Consumer<Delivery> done;
        private final AtomicBoolean told = new AtomicBoolean();
        private volatile @Nullable Future<?> expiry;
        private @Nullable Carrier carrier;

        private Job(Injection injection, Consumer<Delivery> done) {
            this.injection = injection;
            this.done = done;
        }

        @Override
        public void run() {
            Carrier free = idle.remove();
            try {
                if (leaves(free)) {
                    tell(free.carry(injection));
                }
            } catch (InterruptedException e) {
                refuse("the source was closed before it was confirmed");
            } catch (RuntimeException e) {
                log.error("{} could not be sent", injection.id(), e);
                refuse("it could not be sent: " + e);
            } finally {
                returned();
                idle.add(free);
            }
        }

        private synchronized boolean leaves(Carrier with) {
            if (told.get()) {
                return false;
            }
            carrier = with;
            return true;
        }

        private synchronized void returned() {
            carrier = null;
        }

        private void expire() {
            if (refuse(overdue)) {
                abandon();
            }
        }

        private synchronized void abandon() {
            if (carrier != null) {
                carrier.abandon();
            }
        }

        private boolean refuse(String reason) {
            return tell(new Delivery.Refused(timeline.now(), reason));
        }

        private boolean tell(Delivery delivery) {
            if (!told.compareAndSet(false, true)) {
                return false;
            }
            Future<?> pending = expiry;
            if (pending != null) {
                pending.cancel(false);
            }
            try {
                done.accept(delivery);
            } catch (RuntimeException e) {
                log.error("what became of {} could not be told", injection.id(), e);
            }
            return true;
        }
    }

    /** Waits until all that was handed over has been told of, then ends; harmless when called again. */
    @Override
    public void close() {
        workers.shutdown();
        boolean interrupted = false;
        try {
            if (!workers.awaitTermination(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("a connection does not end: {}", overdue);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            carriers.forEach(Carrier::abandon);
        }
        for (Runnable left : workers.shutdownNow()) {
            if (left instanceof Job job) {
                job.refuse("the source was closed before it was sent");
            }
        }
        watch.shutdownNow();
        carriers.forEach(Carrier::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
