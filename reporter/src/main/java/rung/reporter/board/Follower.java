package rung.reporter.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.log.LogReader;
import rung.core.time.Timeline;

/**
 * Follows a log that may still grow, in a thread of its own: looks at it each second, but rests four times as long as a look
 * took, so that no follower costs more than a fifth of a core. A log that cannot be read is opened again at the next look.
 */
public final class Follower implements AutoCloseable {
    /** Opens the log; each reader has a connection of its own. */
    @FunctionalInterface
    public interface Opening {
        LogReader open() throws IOException;
    }

    /** What is done at each look. */
    public interface Work {
        /** Looks at the log. */
        void look(LogReader facts);

        /** The last look failed, perhaps halfway; the next one is of the log opened anew. */
        default void lost() {}

        /** No look comes any more. */
        default void end() {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration BEAT = Duration.ofSeconds(1);

    /** A log is opened again now and then: a probe that was started anew begins another run in it. */
    private static final Duration OPEN_FOR = Duration.ofMinutes(1);

    private static final int REST = 4;

    private final Timeline timeline;
    private final Opening opening;
    private final Work work;
    private final Thread thread;
    private volatile boolean closed;

    private Follower(String name, Timeline timeline, Opening opening, Work work) {
        this.timeline = timeline;
        this.opening = opening;
        this.work = work;
        this.thread = new Thread(this::follow, name);
        thread.setDaemon(true);
    }

    /**
     * Begins to follow.
     *
     * @param name of the thread
     * @param timeline by which looks are timed
     * @param opening of the log
     * @param work that is done in the follower's thread alone
     */
    public static Follower start(String name, Timeline timeline, Opening opening, Work work) {
        Follower follower = new Follower(name, timeline, opening, work);
        follower.thread.start();
        return follower;
    }

    private void follow() {
        @Nullable LogReader facts = null;
        Instant opened = timeline.now();
        try {
            while (!closed) {
                Instant began = timeline.now();
                try {
                    if (facts != null && Duration.between(opened, began).compareTo(OPEN_FOR) > 0) {
                        facts.close();
                        facts = null;
                    }
                    if (facts == null) {
                        facts = opening.open();
                        opened = began;
                    }
                    work.look(facts);
                } catch (IOException | UncheckedIOException | IllegalStateException e) {
                    LOG.warn("the log cannot be read; what was known before is still shown: {}", e.getMessage());
                    if (facts != null) {
                        facts.close();
                        facts = null;
                    }
                    work.lost();
                }
                Instant ended = timeline.now();
                Duration rest = Duration.between(began, ended).multipliedBy(REST);
                timeline.sleepUntil(ended.plus(rest.compareTo(BEAT) > 0 ? rest : BEAT));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            work.end();
            if (facts != null) {
                facts.close();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
