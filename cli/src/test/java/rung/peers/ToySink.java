package rung.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A loader in a process of its own: each interval it takes up what its topic holds by then, replaces its table file, and
 * serves the same counts by HTTP. A commit that fell due while it was stopped is made when it runs again.
 *
 * <p>{@code ToySink BOOTSTRAP TOPIC TABLE INTERVAL_MILLIS} prints {@code ready PORT}, reads the moment of commit 0 from its
 * input, and prints {@code commit NUMBER CUT VISIBLE} for each commit: moments of {@link System#nanoTime}, which all
 * processes of a Linux machine share. It ends when its input does.
 */
final class ToySink {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration NAP = Duration.ofMillis(20);

    private final Path table;
    private final KafkaConsumer<String, String> consumer;
    private final List<TopicPartition> partitions;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Long> counts = new TreeMap<>();
    private volatile byte[] served = new byte[0];

    private ToySink(Path table, KafkaConsumer<String, String> consumer, List<TopicPartition> partitions) {
        this.table = table;
        this.consumer = consumer;
        this.partitions = partitions;
    }

    public static void main(String[] args) throws IOException {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, args[0], ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(args[1]).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            ToySink sink = new ToySink(Path.of(args[2]), consumer, partitions);
            sink.show(0);
            int port = sink.serve();
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            System.out.println("ready " + port);
            String first = input.readLine();
            if (first != null) {
                endWith(input);
                sink.run(Long.parseLong(first.trim()), Duration.ofMillis(Long.parseLong(args[3])));
            }
        }
    }

    /** A sink whose parent is gone must not stay behind. */
    private static void endWith(BufferedReader input) {
        Thread watch = new Thread(() -> {
            try {
                while (input.readLine() != null) {
                    Thread.onSpinWait();
                }
            } catch (IOException e) {
                System.err.println("the sink's input failed: " + e.getMessage());
            }
            Runtime.getRuntime().halt(0);
        });
        watch.setDaemon(true);
        watch.start();
    }

    private void run(long first, Duration interval) throws IOException {
        long number = 0;
        while (true) {
            long due = first + number * interval.toNanos();
            while (due - System.nanoTime() > NAP.toNanos()) {
                take(NAP);
            }
            LockSupport.parkNanos(due - System.nanoTime());
            if (System.nanoTime() >= due) {
                commit(number);
                number = (System.nanoTime() - first) / interval.toNanos() + 1;
            }
        }
    }

    private void take(Duration patience) throws IOException {
        for (ConsumerRecord<String, String> message : consumer.poll(patience)) {
            JsonNode sale = json.readTree(message.value());
            String key = sale.path("store").asText() + " " + sale.path("sku").asText();
            counts.merge(key, sale.path("delta").asLong(), Long::sum);
        }
    }

    private void commit(long number) throws IOException {
        long cut = System.nanoTime();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            take(NAP);
        }
        show(number);
        System.out.println("commit " + number + " " + cut + " " + System.nanoTime());
    }

    private void show(long number) throws IOException {
        StringBuilder text = new StringBuilder().append(number).append('\n');
        counts.forEach(
                (key, count) -> text.append(key).append(' ').append(count).append('\n'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        Path next = table.resolveSibling(table.getFileName() + ".next");
        Files.write(next, bytes);
        Files.move(next, table, StandardCopyOption.ATOMIC_MOVE);
        served = bytes;
    }

    private int serve() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) {
        byte[] bytes = served;
        try (OutputStream out = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
