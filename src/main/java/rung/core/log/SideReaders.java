package rung.core.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Readers beside a first one, each for a thread of its own, that see the log at the moment at which the first sees it.
 * Nothing is locked: a further connection tells by SQLite's <a
 * href="https://www.sqlite.org/pragma.html#pragma_data_version">data_version</a> whether anybody wrote while they began.
 */
final class SideReaders implements AutoCloseable {
    /** A probe writes some ten times a second, and to begin takes less than a millisecond. */
    private static final int ATTEMPTS = 20;

    private final List<LogReader> readers = new ArrayList<>();
    private final Rows witness;
    private boolean areTogether;
    private boolean isAtWork;

    private SideReaders(Rows witness) {
        this.witness = witness;
    }

    /** Opens {@code count} readers of the run called {@code name}. */
    static SideReaders open(Path file, String name, int count) throws IOException {
        SideReaders sides = new SideReaders(new Rows(file, LogFile.read(file)));
        try {
            for (int i = 0; i < count; i++) {
                sides.readers.add(LogReader.of(file, name));
            }
            return sides;
        } catch (IOException e) {
            sides.close();
            throw e;
        }
    }

    /** Lets {@code first} and the others see the log as it is now; {@code first} alone where somebody writes without pause. */
    void begin(LogReader first) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long before = version();
            first.begin();
            readers.forEach(LogReader::begin);
            areTogether = version() == before;
            if (areTogether) {
                return;
            }
            end();
            first.end();
        }
        first.begin();
    }

    void end() {
        areTogether = false;
        all(readers, LogReader::end);
    }

    /** Does it to all, also after one for which it failed; then the first failure is told. */
    private static void all(List<LogReader> readers, Consumer<LogReader> action) {
        RuntimeException failure = null;
        for (LogReader reader : readers) {
            try {
                action.accept(reader);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Whether the others see what the first sees; they have not begun otherwise. */
    boolean areTogether() {
        return areTogether;
    }

    private long version() {
        return witness.longs("pragma data_version")[0];
    }

    /**
     * What {@code read} makes of each item, in their order; after one that failed no further is begun. Asked for within it,
     * {@code first} reads alone.
     */
    <I, O> List<O> each(LogReader first, List<I> items, BiFunction<FactReader, I, O> read) {
        int threads = areTogether && !isAtWork ? Math.min(readers.size(), items.size() - 1) : 0;
        if (threads < 1) {
            return items.stream().map(item -> read.apply(first, item)).toList();
        }
        List<CompletableFuture<O>> made =
                items.stream().map(item -> new CompletableFuture<O>()).toList();
        AtomicInteger next = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<CompletableFuture<Void>> working = new ArrayList<>();
        isAtWork = true;
        try {
            for (LogReader reader : readers.subList(0, threads)) {
                working.add(CompletableFuture.runAsync(() -> work(reader, items, read, made, next), pool));
            }
            work(first, items, read, made, next);
        } finally {
            next.set(items.size());
            pool.shutdown();
            isAtWork = false;
            joined(CompletableFuture.allOf(working.toArray(CompletableFuture<?>[]::new)));
        }
        return made.stream().map(SideReaders::joined).toList();
    }

    private static <T> T joined(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException why ? why : e;
        }
    }

    private static <I, O> void work(
            LogReader reader,
            List<I> items,
            BiFunction<FactReader, I, O> read,
            List<CompletableFuture<O>> made,
            AtomicInteger next) {
        for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
            try {
                made.get(i).complete(read.apply(reader, items.get(i)));
            } catch (RuntimeException e) {
                made.get(i).completeExceptionally(e);
                next.set(items.size());
            }
        }
    }

    @Override
    public void close() {
        try {
            all(readers, LogReader::close);
        } finally {
            witness.close();
        }
    }
}
