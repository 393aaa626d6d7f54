package rung.testbed;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps other threads and other processes from a folder. A process that dies gives its lock back. */
final class FolderLock implements AutoCloseable {
    /** A process has a file's lock or has it not; between its threads, this decides. */
    private static final ReentrantLock WITHIN_THIS_JVM = new ReentrantLock();

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of {@code folder}, which is created when absent.
     *
     * @param waiting called once when another process has it
     */
    static FolderLock of(Path folder, Runnable waiting) throws IOException {
        try {
            WITHIN_THIS_JVM.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another thread had " + folder);
        }
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                waiting.run();
                channel.lock();
            }
            return new FolderLock(channel);
        } catch (IOException | RuntimeException e) {
            WITHIN_THIS_JVM.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            WITHIN_THIS_JVM.unlock();
        }
    }
}
