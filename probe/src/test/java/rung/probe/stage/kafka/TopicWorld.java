package rung.probe.stage.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import rung.probe.stage.Relay;
import rung.testbed.Broker;

/** A broker with one entrance that can be cut and one that asks for a password, and a producer that needs neither. */
final class TopicWorld implements AutoCloseable {
    final Broker broker;
    final Admin admin;
    private final Relay relay;
    private final int guardedPort;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private boolean isHarmed;

    private TopicWorld(Broker broker, Relay relay, int guardedPort) {
        this.broker = broker;
        this.relay = relay;
        this.guardedPort = guardedPort;
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
        // idempotent, a burst into a new topic may never end: its first batch meets no leader, its second one does
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrap(),
                        "enable.idempotence",
                        false,
                        "max.in.flight.requests.per.connection",
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    static TopicWorld start(Path folder) throws IOException {
        int port = freePort();
        int guarded = freePort();
        Relay relay = Relay.to(port);
        Broker broker = Broker.start(
                folder,
                List.of(
                        new Broker.Entrance(port, relay.port(), Map.of()),
                        new Broker.Entrance(guarded, guarded, Map.of("rung", "sesame"))));
        return new TopicWorld(broker, relay, guarded);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Where clients connect to through the cable. */
    String bootstrap() {
        return "127.0.0.1:" + relay.port();
    }

    /** Where clients log in; the user is {@code rung}, the password {@code sesame}. */
    String guarded() {
        return "127.0.0.1:" + guardedPort;
    }

    static Map<String, String> login(String password) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"rung\" password=\""
                        + password + "\";");
    }

    void create(String topic, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
    }

    void send(String topic, @Nullable String key, @Nullable String value) {
        sent.add(producer.send(new ProducerRecord<>(topic, bytes(key), bytes(value))));
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Waits until all that was sent can be read; returns where the last of it stands. */
    RecordMetadata flush() throws Exception {
        RecordMetadata last = sent.remove(sent.size() - 1).get();
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
        sent.clear();
        return last;
    }

    void cut() throws IOException {
        relay.cut();
        isHarmed = true;
    }

    void stall() {
        relay.stall();
        isHarmed = true;
    }

    void tear() {
        relay.tear();
        isHarmed = true;
    }

    void restore() throws IOException {
        if (isHarmed) {
            isHarmed = false;
            relay.mend();
        }
    }

    @Override
    public void close() throws IOException {
        producer.close();
        admin.close();
        broker.close();
        relay.close();
    }
}
