package rung.testbed;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work done again and again on a thread of its own, with a pause before each round. A round that fails is logged. */
final class Rounds implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    private final Duration pause;
    private final Round round;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private Rounds(String name, Duration pause, Round round) {
        this.pause = pause;
        this.round = round;
        this.thread = Daemons.named(name).newThread(this::run);
    }

    static Rounds start(String name, Duration pause, Round round) {
        Rounds rounds = new Rounds(name, pause, round);
        rounds.thread.start();
        return rounds;
    }

    /** Returns when the round under way has ended. */
    @Override
    public void close() {
        closing.countDown();
        Daemons.join(thread);
    }

    private void run() {
        try {
            while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    round.run();
                } catch (Exception e) {
                    log.warn("{} failed, goes on with the next round", thread.getName(), e);
                }
            }
        } catch (InterruptedException e) {
            log.debug("{} was interrupted", thread.getName());
        }
    }

    /** One round; what it throws is logged. */
    @FunctionalInterface
    interface Round {
        void run() throws Exception;
    }
}
