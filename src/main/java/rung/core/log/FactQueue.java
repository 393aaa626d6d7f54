package rung.core.log;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fact;
import rung.core.measure.FactSink;

/**
 * Keeps the loops of a probe from waiting for the disk: facts are queued, and one thread appends them to the log. When
 * the queue is full or the log has failed, appending fails, which stops the probe: facts are never dropped in silence.
 */
public final class FactQueue implements FactSink, AutoCloseable {
    private static final int MOST = 1 << 20;

    private sealed interface Item {
        record One(Fact fact) implements Item {}

        record Flush() implements Item {}

        record Close() implements Item {}
    }

    private final MeasurementLog log;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>(MOST);
    private final Thread writer = new Thread(this::write, "rung-log");
    private volatile @Nullable RuntimeException failure;

    private FactQueue(MeasurementLog log) {
        this.log = log;
        writer.setDaemon(true);
    }

    /** Starts the writing thread over {@code log}, which {@link #close} closes. */
    public static FactQueue start(MeasurementLog log) {
        FactQueue queue = new FactQueue(log);
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

    private void offer(Item item) {
        RuntimeException failed = failure;
        if (failed != null) {
            throw new IllegalStateException(failed.getMessage(), failed);
        }
        if (!queue.offer(item)) {
            throw new IllegalStateException(
                    "the log is " + MOST + " facts behind; the disk is too slow for this rate of injections");
        }
    }

    /** Waits until everything is in the log, and closes it. */
    @Override
    public void close() {
        boolean interrupted = false;
        if (failure == null) {
            queue.add(new Item.Close());
        }
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        log.close();
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
        } catch (RuntimeException e) {
            failure = e;
        }
    }
}
