package rung.testbed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Tills whose books are kept: they send sales and returns, one in ten of them twice and one in fifty garbled, and know what the count of
 * each unit must be. For one thread.
 */
final class SoldTransactions implements AutoCloseable {
    private final KafkaProducer<String, String> producer;
    private final List<StoreSku> units;
    private final Random random;
    private final Map<StoreSku, Long> expected;
    private final List<PosTransaction> sent = new ArrayList<>();
    private int repeated;
    private int garbled;

    SoldTransactions(String bootstrap, Stock stock, Random random) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all"), new StringSerializer(), new StringSerializer());
        this.expected = new TreeMap<>(stock.counts());
        this.units = List.copyOf(expected.keySet());
        this.random = random;
    }

    /** Sends {@code count} different transactions; returns when the broker has them. */
    void sell(int count) throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> acknowledged = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StoreSku unit = units.get(random.nextInt(units.size()));
            int quantity = random.nextInt(10) == 0 ? 1 : -1 - random.nextInt(3);
            PosTransaction sale =
                    new PosTransaction(Long.toHexString(random.nextLong()), unit, quantity, Instant.now());
            sent.add(sale);
            expected.merge(unit, (long) quantity, Long::sum);
            acknowledged.add(send(unit, sale.json()));
            if (random.nextInt(10) == 0) {
                acknowledged.add(send(unit, sale.json()));
                repeated++;
            }
            if (random.nextInt(50) == 0) {
                acknowledged.add(send(unit, "{\"transaction_id\":\"garbled\",\"quantity\":\"two\"}"));
                garbled++;
            }
        }
        for (Future<RecordMetadata> each : acknowledged) {
            each.get();
        }
    }

    /** Sends one transaction; returns when the broker has it. */
    void sell(StoreSku unit, int quantity) throws ExecutionException, InterruptedException {
        PosTransaction sale = new PosTransaction(Long.toHexString(random.nextLong()), unit, quantity, Instant.now());
        sent.add(sale);
        expected.merge(unit, (long) quantity, Long::sum);
        send(unit, sale.json()).get();
    }

    /** Sends the latest {@code count} transactions again. */
    void repeatLatest(int count) throws ExecutionException, InterruptedException {
        for (PosTransaction sale : sent.subList(sent.size() - count, sent.size())) {
            send(sale.unit(), sale.json()).get();
            repeated++;
        }
    }

    /** What the count of each unit must be once everything has arrived. */
    Map<StoreSku, Long> expected() {
        return Map.copyOf(expected);
    }

    int repeated() {
        return repeated;
    }

    int garbled() {
        return garbled;
    }

    @Override
    public void close() {
        producer.close();
    }

    private Future<RecordMetadata> send(StoreSku unit, String json) {
        return producer.send(new ProducerRecord<>(TransactionFeed.TOPIC, unit.store(), json));
    }
}
