package rung.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A testbed with a small shop, as a customer sees it: sells through Kafka, asks through HTTP. */
final class TestShop implements AutoCloseable {
    static final String STORE = "9901";
    static final String SKU = "RUNG-0001";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Testbed testbed;
    private final Shop shop;
    private final KafkaProducer<String, String> producer;

    private TestShop(Testbed testbed, Shop shop, KafkaProducer<String, String> producer) {
        this.testbed = testbed;
        this.shop = shop;
        this.producer = producer;
    }

    static TestShop open(Path folder, TestbedSettings settings) throws Exception {
        Testbed testbed = Testbed.start(folder, Stock.of(4, 5, List.of(new StoreSku(STORE, SKU))));
        try {
            KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", testbed.bootstrap(), "acks", "all"),
                    new StringSerializer(),
                    new StringSerializer());
            return new TestShop(testbed, testbed.openShop(settings), producer);
        } catch (IOException | RuntimeException e) {
            testbed.close();
            throw e;
        }
    }

    /** Commits three times a second, loads every second, and neither sells nor queries by itself. */
    static TestbedSettings quick() {
        return new TestbedSettings(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(1), 25, 10, 0, 1);
    }

    Testbed testbed() {
        return testbed;
    }

    Shop shop() {
        return shop;
    }

    void sell(String id, int quantity) throws ExecutionException, InterruptedException {
        send("{\"transaction_id\":\"" + id + "\",\"store_id\":\"" + STORE + "\",\"sku_id\":\"" + SKU
                + "\",\"quantity\":" + quantity + ",\"kind\":\"SALE\",\"occurred_at\":\"2026-01-01T12:00:00Z\"}");
    }

    void send(String value) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>("pos.transactions", STORE, value)).get();
    }

    long quantity(String pipeline) throws IOException, InterruptedException {
        JsonNode body = JSON.readTree(
                get("/" + pipeline + "/inventory/" + STORE + "/" + SKU).body());
        return body.path("quantity").longValue();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = shop.uri().resolve(path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        producer.close();
        testbed.close();
    }
}
