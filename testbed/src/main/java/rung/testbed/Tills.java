package rung.testbed;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shop's own sales: at random times, as a Poisson process, one to three pieces of any unit; one in ten is a return,
 * and one in a hundred is sent twice, as by a till whose acknowledgement got lost.
 */
final class Tills implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Tills.class);

    private final Line line;
    private final List<StoreSku> units;
    private final double meanGapNanos;
    private final Random random;
    private final AtomicLong sold = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Daemons.named("tills").newThread(this::run);

    private Tills(Line line, List<StoreSku> units, int transactionsPerHour, Random random) {
        this.line = line;
        this.units = List.copyOf(units);
        this.meanGapNanos = (double) Duration.ofHours(1).toNanos() / transactionsPerHour;
        this.random = random;
    }

    /** @param line where the sales go; closed with the tills */
    static Tills open(Line line, List<StoreSku> units, int transactionsPerHour, long seed) {
        if (units.isEmpty()) {
            throw new IllegalArgumentException("the tills have no unit to sell");
        }
        Tills tills = new Tills(line, units, transactionsPerHour, new Random(seed));
        tills.thread.start();
        return tills;
    }

    /** How many transactions there were, each counted once. */
    long sold() {
        return sold.get();
    }

    @Override
    public void close() {
        closing.countDown();
        Daemons.join(thread);
        line.close();
    }

    private void run() {
        long dueNanos = System.nanoTime();
        try {
            while (true) {
                dueNanos += (long) (-Math.log(1 - random.nextDouble()) * meanGapNanos);
                if (closing.await(Math.max(0, dueNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    return;
                }
                sell();
            }
        } catch (InterruptedException e) {
            log.debug("the tills were interrupted");
        }
    }

    private void sell() {
        StoreSku unit = units.get(random.nextInt(units.size()));
        int quantity = random.nextInt(10) == 0 ? 1 : -1 - random.nextInt(3);
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        PosTransaction sale = new PosTransaction(id, unit, quantity, Instant.now());
        int times = random.nextInt(100) == 0 ? 2 : 1;
        for (int time = 0; time < times; time++) {
            try {
                line.send(sale);
            } catch (IOException e) {
                log.warn("a sale was lost: {}", e.getMessage());
            }
        }
        sold.incrementAndGet();
    }

    /** The line from the tills to where sales are kept. */
    interface Line extends AutoCloseable {
        /**
         * Called on the tills' thread, again with the same transaction when the till sends it twice.
         *
         * @throws IOException when the transaction is lost
         */
        void send(PosTransaction sale) throws IOException;

        /** Called when the last transaction has been sent. */
        @Override
        void close();
    }
}
