package rung.core.log;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fact;
import rung.core.measure.FactSink;

/**
 * Keeps the loops of a probe from waiting for the disk: facts are queued, and one thread appends them to the log. When
 * the queue is full or the log has failed, appending fails, which stops the probe: facts are never dropped in silence.
 */
public final class FactQueue implements FactSink, AutoCloseable {
    private static final int MOST = 1 << 20;
    private static final long LOOK_MILLIS = 50;

    private sealed interface Item {
        record One(Fact fact) implements Item {}

        record Flush() implements Item {}

        record Close() implements Item {}
    }

    private final MeasurementLog log;
    private final int most;
    private final BlockingQueue<Item> queue;
    private final Thread writer = new Thread(this::write, "rung-log");
    private volatile @Nullable Throwable failure;
    private boolean failureTold;
    private boolean closed;

    private FactQueue(MeasurementLog log, int most) {
        this.log = log;
        this.most = most;
        this.queue = new LinkedBlockingQueue<>(most);
        writer.setDaemon(true);
    }

    /** Starts the writing thread over {@code log}, which {@link #close} closes. */
    public static FactQueue start(MeasurementLog log) {
        return start(log, MOST);
    }

    /** @param most items that may wait for the disk */
    static FactQueue start(MeasurementLog log, int most) {
        FactQueue queue = new FactQueue(log, most);
        queue.writer.start();
        return queue;
    }

    @Override
    public void append(Fact fact) {
        offer(new Item.One(fact));
    }

    /** Asks for what was appended so far to be made durable; does not wait for it. */
    public void flush() {
        offer(new Item.Flush());
    }

    private synchronized void offer(Item item) {
        if (closed) {
            throw new IllegalStateException("the log has been closed, and takes no more facts");
        }
        Throwable failed = failure;
        if (failed != null) {
            failureTold = true;
            throw new IllegalStateException(failed.getMessage(), failed);
        }
        if (!queue.offer(item)) {
            throw new IllegalStateException(
                    "the log is " + most + " facts behind; the disk is too slow for this rate of injections");
        }
    }

    /**
     * Waits until everything is in the log, and closes it; a second call does nothing. Whoever appends later is told.
     *
     * @throws IllegalStateException when the log failed and no call has told so yet
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        awaitWriter();
        log.close();
        Throwable failed = failure;
        if (failed != null && !failureTold) {
            throw new IllegalStateException(failed.getMessage(), failed);
        }
    }

    /** Nothing is offered any more, so that the end is the last item; a full queue takes it once there is room. */
    private void awaitWriter() {
        boolean interrupted = false;
        boolean asked = false;
        while (writer.isAlive()) {
            try {
                asked = asked || queue.offer(new Item.Close(), LOOK_MILLIS, TimeUnit.MILLISECONDS);
                writer.join(LOOK_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            for (Item item = queue.take(); !(item instanceof Item.Close); item = queue.take()) {
                if (item instanceof Item.One one) {
                    log.append(one.fact());
                } else {
                    log.flush();
                }
            }
        } catch (InterruptedException e) {
            failure = new IllegalStateException("the log's thread was interrupted", e);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }
}
