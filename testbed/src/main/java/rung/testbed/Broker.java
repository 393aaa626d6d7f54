package rung.testbed;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One Kafka broker that is its own KRaft controller, in this JVM, plaintext on 127.0.0.1. */
public final class Broker implements AutoCloseable {
    private static final int NODE = 1;
    private static final long DEDUPE_BUFFER_BYTES = 2L * 1024 * 1024 + 1;

    /**
     * Another way in, on 127.0.0.1: for clients that come through something that lies in between, or that must log in.
     *
     * @param port where the broker listens
     * @param advertisedPort where it tells clients to connect to
     * @param protocol such as {@code PLAINTEXT}, {@code SSL} or {@code SASL_PLAINTEXT}
     * @param settings of the broker for this way in alone, such as {@code ssl.keystore.location}
     */
    public record Entrance(int port, int advertisedPort, String protocol, Map<String, String> settings) {
        public Entrance {
            settings = Map.copyOf(settings);
        }

        /**
         * One for those with a password, over {@code SASL_PLAINTEXT} with {@code PLAIN}.
         *
         * @param passwords by name; anybody is let in, in plain text, when empty
         */
        public Entrance(int port, int advertisedPort, Map<String, String> passwords) {
            this(port, advertisedPort, passwords.isEmpty() ? "PLAINTEXT" : "SASL_PLAINTEXT", logins(passwords));
        }

        private static Map<String, String> logins(Map<String, String> passwords) {
            if (passwords.isEmpty()) {
                return Map.of();
            }
            StringBuilder login = new StringBuilder(PlainLoginModule.class.getName()).append(" required");
            passwords.forEach((user, password) -> login.append(" user_")
                    .append(user)
                    .append("=\"")
                    .append(password)
                    .append('"'));
            return Map.of(
                    "sasl.enabled.mechanisms",
                    "PLAIN",
                    "plain.sasl.jaas.config",
                    login.append(';').toString());
        }
    }

    private final KafkaRaftServer server;
    private final String bootstrap;

    private Broker(KafkaRaftServer server, String bootstrap) {
        this.server = server;
        this.bootstrap = bootstrap;
    }

    /**
     * Formats {@code folder} and starts a broker in it. Returns when clients can connect.
     *
     * @param folder where the log goes; created when absent, and to be kept until {@link #close()} has returned
     * @throws IOException when the folder cannot be formatted or no port is to be had
     */
    public static Broker start(Path folder) throws IOException {
        return start(folder, List.of());
    }

    /** As {@link #start(Path)}, with further ways in. */
    public static Broker start(Path folder, List<Entrance> entrances) throws IOException {
        List<Integer> ports = Loopback.freePorts(2);
        int port = ports.get(0);
        int controllerPort = ports.get(1);
        String logs = folder.resolve("log").toAbsolutePath().toString();
        format(logs);
        Map<String, Object> settings = settings(port, controllerPort, logs);
        for (Entrance entrance : entrances) {
            open(entrance, settings);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new IOException("the broker did not start on port " + port + ": " + e.getMessage(), e);
        }
        return new Broker(server, "127.0.0.1:" + port);
    }

    /** Host and port for {@code bootstrap.servers}. */
    public String bootstrap() {
        return bootstrap;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(String logs) throws IOException {
        Formatter formatter = new Formatter()
                .setNodeId(NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(logs)
                .addDirectory(logs)
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            formatter.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot format " + logs + ": " + e.getMessage(), e);
        }
    }

    private static void open(Entrance entrance, Map<String, Object> settings) {
        String name = "ENTRANCE" + entrance.port();
        append(settings, "listeners", name + "://127.0.0.1:" + entrance.port());
        append(settings, "advertised.listeners", name + "://127.0.0.1:" + entrance.advertisedPort());
        append(settings, "listener.security.protocol.map", name + ":" + entrance.protocol());
        String prefix = "listener.name." + name.toLowerCase(Locale.ROOT) + ".";
        entrance.settings().forEach((key, value) -> settings.put(prefix + key, value));
    }

    private static void append(Map<String, Object> settings, String key, String value) {
        settings.merge(key, value, (before, added) -> before + "," + added);
    }

    private static Map<String, Object> settings(int port, int controllerPort, String logs) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE));
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", logs);
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(DEDUPE_BUFFER_BYTES));
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        for (String one : List.of(
                "offsets.topic.num.partitions",
                "offsets.topic.replication.factor",
                "transaction.state.log.num.partitions",
                "transaction.state.log.replication.factor",
                "transaction.state.log.min.isr",
                "share.coordinator.state.topic.num.partitions",
                "share.coordinator.state.topic.replication.factor",
                "share.coordinator.state.topic.min.isr")) {
            settings.put(one, "1");
        }
        return settings;
    }
}
