package rung.testbed;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer group's way through {@code pos.transactions}, on a thread of its own: unreadable records are counted,
 * transactions that came before are left out, the others go to a {@link Sink}.
 */
final class TransactionFeed implements AutoCloseable {
    static final String TOPIC = "pos.transactions";

    private static final Logger log = LoggerFactory.getLogger(TransactionFeed.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int REMEMBERED_IDS = 50_000;

    private final String group;
    private final KafkaConsumer<String, String> consumer;
    private final Sink sink;
    private final RecentIds recent = new RecentIds(REMEMBERED_IDS);
    private final AtomicLong unreadable = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private TransactionFeed(String group, KafkaConsumer<String, String> consumer, Sink sink) {
        this.group = group;
        this.consumer = consumer;
        this.sink = sink;
        this.thread = Daemons.named(group).newThread(this::run);
    }

    /** Starts to read from the topic's beginning, or from where the group left off. */
    static TransactionFeed start(String bootstrap, String group, Sink sink) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "group.id", group,
                        "client.id", group,
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false"),
                new StringDeserializer(),
                new StringDeserializer());
        TransactionFeed feed = new TransactionFeed(group, consumer, sink);
        feed.thread.start();
        return feed;
    }

    /** How many records could not be read so far. */
    long unreadable() {
        return unreadable.get();
    }

    /** How many transactions came again so far. */
    long repeated() {
        return repeated.get();
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        Daemons.join(thread);
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(List.of(TOPIC));
            boolean moved = false;
            while (closing.getCount() > 0) {
                ConsumerRecords<String, String> records = consumer.poll(POLL);
                moved |= !records.isEmpty();
                if (handOver(fresh(records)) && moved) {
                    consumer.commitAsync();
                    moved = false;
                }
            }
        } catch (WakeupException | InterruptException e) {
            log.debug("{} was told to end", group);
        } catch (RuntimeException | InterruptedException e) {
            log.error("{} ended: nothing is consumed any more", group, e);
        }
    }

    private List<PosTransaction> fresh(Iterable<ConsumerRecord<String, String>> records) {
        List<PosTransaction> fresh = new ArrayList<>();
        for (ConsumerRecord<String, String> record : records) {
            try {
                if (record.value() == null) {
                    throw new IOException("no value");
                }
                PosTransaction transaction = PosTransaction.parse(record.value());
                if (recent.add(transaction.id())) {
                    fresh.add(transaction);
                } else {
                    repeated.incrementAndGet();
                }
            } catch (IOException e) {
                unreadable.incrementAndGet();
                log.warn(
                        "{} skips partition {} offset {}: {}",
                        group,
                        record.partition(),
                        record.offset(),
                        e.getMessage());
            }
        }
        return fresh;
    }

    /** Again and again until the sink has taken them; false when it holds some back, or the feed is closing. */
    private boolean handOver(List<PosTransaction> fresh) throws InterruptedException {
        while (true) {
            try {
                return sink.take(fresh);
            } catch (IOException e) {
                log.warn("{} could not take {} transactions, tries again", group, fresh.size(), e);
            }
            if (closing.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
    }

    /** Where a pipeline puts its transactions. */
    @FunctionalInterface
    interface Sink {
        /**
         * Called on the feed's thread about four times a second, with what is new, which may be nothing.
         *
         * @return whether all that was taken so far is where it belongs; only then is the group's place saved
         * @throws IOException when none of them was taken; the same ones come again
         */
        boolean take(List<PosTransaction> fresh) throws IOException;
    }
}
