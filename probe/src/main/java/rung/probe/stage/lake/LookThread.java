package rung.probe.stage.lake;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Bounds a look as a whole: its connections have timeouts, but there may be many of them, and a file system has none. A
 * look that overruns is left behind on its thread; while too many lie there, none is begun.
 */
public final class LookThread implements AutoCloseable {
    private static final int MOST_LEFT_BEHIND = 4;

    private final Duration timeout;
    private final AtomicInteger atWork = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "rung-look");
        thread.setDaemon(true);
        return thread;
    });

    public LookThread(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * What {@code look} gives within the timeout.
     *
     * @param unheard gets what it gives later than that, on the look's thread
     * @throws TimeoutException when it overruns, or when others that did are still at it
     * @throws ExecutionException with what it threw
     */
    public <T> T run(Callable<T> look, Consumer<T> unheard)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (atWork.get() >= MOST_LEFT_BEHIND) {
            throw new TimeoutException(MOST_LEFT_BEHIND + " earlier looks have not come back yet");
        }
        AtomicBoolean settled = new AtomicBoolean();
        FutureTask<T> answer = new FutureTask<>(() -> {
            T given = look.call();
            if (!settled.compareAndSet(false, true)) {
                unheard.accept(given);
            }
            return given;
        });
        atWork.incrementAndGet();
        threads.execute(() -> {
            answer.run();
            atWork.decrementAndGet();
        });
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException e) {
            if (!settled.compareAndSet(false, true)) {
                return answer.get(); // it came at the same moment
            }
            answer.cancel(true);
            throw e;
        }
    }

    /** Does {@code task} without waiting for it, for it may hang. */
    public void aside(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
