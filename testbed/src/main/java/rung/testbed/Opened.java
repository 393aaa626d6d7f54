package rung.testbed;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been opened so far; closes it all, the latest first, and goes on when one of them fails to close. */
final class Opened implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Opened.class);

    private final Deque<AutoCloseable> latestFirst = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T opened) {
        latestFirst.push(opened);
        return opened;
    }

    @Override
    public synchronized void close() {
        while (!latestFirst.isEmpty()) {
            AutoCloseable next = latestFirst.pop();
            try {
                next.close();
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                log.warn("{} did not close", next.getClass().getSimpleName(), e);
            }
        }
    }
}
