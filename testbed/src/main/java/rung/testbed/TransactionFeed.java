package rung.testbed;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pipeline's way through {@code pos.transactions}, on a thread of its own: unreadable records are counted, transactions
 * that came before are left out, the others go to a {@link Sink}, which keeps the place that it has reached. To go on from
 * there without counting a repeated transaction again, some records before it are read for their ids.
 */
final class TransactionFeed implements AutoCloseable {
    static final String TOPIC = "pos.transactions";

    private static final Logger log = LoggerFactory.getLogger(TransactionFeed.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int REMEMBERED_IDS = 50_000;
    private static final int REREAD_OF_EACH_PARTITION = 10_000;

    private final String group;
    private final KafkaConsumer<String, String> consumer;
    private final Sink sink;
    private final TreeMap<Integer, Long> next = new TreeMap<>();
    private final AtomicLong unreadable = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private RecentIds recent = new RecentIds(REMEMBERED_IDS);

    private TransactionFeed(String group, KafkaConsumer<String, String> consumer, Sink sink) {
        this.group = group;
        this.consumer = consumer;
        this.sink = sink;
        this.thread = Daemons.named(group).newThread(this::run);
    }

    /**
     * Starts to read from the sink's place.
     *
     * @param group the consumer group under which the sink's place is published, for those who watch lag; nobody reads it back
     */
    static TransactionFeed start(String bootstrap, String group, Sink sink) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        group,
                        "client.id",
                        group,
                        "auto.offset.reset",
                        "none",
                        "enable.auto.commit",
                        "false",
                        "max.poll.records",
                        sink.mostAtOnce()),
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
            consumer.assign(consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList());
            begin();
            boolean moved = false;
            while (closing.getCount() > 0) {
                ConsumerRecords<String, String> records = consumer.poll(POLL);
                moved |= !records.isEmpty();
                switch (handOver(fresh(records), new Offsets(next))) {
                    case SAVED -> {
                        if (moved) {
                            publish();
                        }
                        moved = false;
                    }
                    case HELD -> log.trace("{} holds transactions back", group);
                    case LOST -> begin();
                }
            }
        } catch (WakeupException | InterruptException e) {
            log.debug("{} was told to end", group);
        } catch (RuntimeException | InterruptedException e) {
            log.error("{} ended: nothing is consumed any more", group, e);
        }
    }

    /** Goes to where the sink is, and as far before it as the ids there are wanted. */
    private void begin() throws InterruptedException {
        Offsets place = place();
        recent = new RecentIds(REMEMBERED_IDS);
        next.clear();
        consumer.beginningOffsets(consumer.assignment()).forEach((partition, first) -> {
            long at = place.next(partition.partition()).orElse(first);
            if (at < first) {
                throw new IllegalStateException("partition " + partition.partition() + " begins with offset " + first
                        + ", and the records from " + at + " on, which " + group + " has yet to read, were deleted");
            }
            next.put(partition.partition(), at);
            consumer.seek(partition, Math.max(first, at - REREAD_OF_EACH_PARTITION));
        });
    }

    private Offsets place() throws InterruptedException {
        while (true) {
            try {
                return sink.place();
            } catch (IOException e) {
                log.warn("{} does not know its place, tries again", group, e);
            }
            if (closing.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new WakeupException();
            }
        }
    }

    private List<PosTransaction> fresh(Iterable<ConsumerRecord<String, String>> records) {
        List<PosTransaction> fresh = new ArrayList<>();
        for (ConsumerRecord<String, String> record : records) {
            boolean reread = record.offset() < next.getOrDefault(record.partition(), 0L);
            if (!reread) {
                next.put(record.partition(), record.offset() + 1);
            }
            try {
                if (record.value() == null) {
                    throw new IOException("no value");
                }
                PosTransaction transaction = PosTransaction.parse(record.value());
                boolean first = recent.add(transaction.id());
                if (reread) {
                    continue;
                }
                if (first) {
                    fresh.add(transaction);
                } else {
                    repeated.incrementAndGet();
                }
            } catch (IOException e) {
                if (reread) {
                    continue;
                }
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

    /** Again and again until the sink has taken them, or the feed is closing. */
    private Taken handOver(List<PosTransaction> fresh, Offsets place) throws InterruptedException {
        while (true) {
            try {
                return sink.take(fresh, place);
            } catch (IOException e) {
                log.warn("{} could not take {} transactions, tries again", group, fresh.size(), e);
            }
            if (closing.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
                return Taken.HELD;
            }
        }
    }

    private void publish() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        next.forEach((partition, offset) ->
                offsets.put(new TopicPartition(TOPIC, partition), new OffsetAndMetadata(offset)));
        consumer.commitAsync(offsets, null);
    }

    /** What became of the transactions that a sink was given. */
    enum Taken {
        /** They, and all before them, are where they belong. */
        SAVED,
        /** The sink has them, but would lose some if it ended now. */
        HELD,
        /** The sink has lost what it had, and wants to begin again from its place. */
        LOST
    }

    /** Where a pipeline puts its transactions. All is called on the feed's thread. */
    interface Sink {
        /** Up to where the sink has everything, whatever ended before. Called first, and after {@link Taken#LOST}. */
        Offsets place() throws IOException;

        /**
         * Called about four times a second, with what is new, which may be nothing.
         *
         * @param next the place after all of them
         * @throws IOException when it is not known whether they were taken; the same ones come again
         */
        Taken take(List<PosTransaction> fresh, Offsets next) throws IOException;

        /** How many transactions it takes at once. */
        default int mostAtOnce() {
            return 500;
        }
    }
}
