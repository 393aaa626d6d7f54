package rung.testbed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shop's own sales: at random times, as a Poisson process, one to three pieces of any unit; one in ten is a return,
 * and one in a hundred is sent twice, as by a till whose acknowledgement got lost.
 */
final class Tills implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Tills.class);

    private final KafkaProducer<String, String> producer;
    private final List<StoreSku> units;
    private final double meanGapNanos;
    private final Random random;
    private final AtomicLong sold = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Daemons.named("tills").newThread(this::run);

    private Tills(
            KafkaProducer<String, String> producer, List<StoreSku> units, int transactionsPerHour, Random random) {
        this.producer = producer;
        this.units = List.copyOf(units);
        this.meanGapNanos = (double) Duration.ofHours(1).toNanos() / transactionsPerHour;
        this.random = random;
    }

    static Tills open(String bootstrap, List<StoreSku> units, int transactionsPerHour, long seed) {
        if (units.isEmpty()) {
            throw new IllegalArgumentException("the tills have no unit to sell");
        }
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "client.id", "tills", "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
        Tills tills = new Tills(producer, units, transactionsPerHour, new Random(seed));
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
        producer.close(Duration.ofSeconds(5));
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
        String json = new PosTransaction(id, unit, quantity, Instant.now()).json();
        int times = random.nextInt(100) == 0 ? 2 : 1;
        for (int time = 0; time < times; time++) {
            Future<RecordMetadata> unused = producer.send(
                    new ProducerRecord<>(TransactionFeed.TOPIC, unit.store(), json), (metadata, failure) -> {
                        if (failure != null) {
                            log.warn("a sale was lost: {}", failure.toString());
                        }
                    });
        }
        sold.incrementAndGet();
    }
}
