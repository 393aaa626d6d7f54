package rung.probe.source.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Registries that misbehave. */
@Timeout(60)
class RegistryClientTest {
    private static final String SECRET = "hushhush";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private String answer = "";
    private int promised;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** Sends the head and the answer, then nothing more when more was promised. */
    private void serve(HttpExchange exchange) throws IOException {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(500, Math.max(promised, bytes.length));
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
        if (promised > bytes.length) {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.close();
    }

    private RegistryClient client(Duration timeout) {
        return new RegistryClient(
                new Registry(
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        Optional.empty(),
                        false,
                        Map.of("Authorization", "Bearer " + SECRET)),
                "sales-value",
                timeout);
    }

    @Test
    void anAnswerThatStallsIsNotWaitedForWithoutEnd() {
        answer = "{";
        promised = 100;
        RegistryClient client = client(Duration.ofMillis(300));

        assertThatThrownBy(() -> client.newest("AVRO"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(" did not answer within 300 ms; ");
    }

    @Test
    void anAnswerLongerThanItsBoundIsNotRead() {
        answer = "x".repeat((1 << 20) + 1);
        RegistryClient client = client(Duration.ofSeconds(30));

        assertThatThrownBy(() -> client.newest("AVRO"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the answer is longer than 1048576 bytes");
    }

    @Test
    void aSecretIsHiddenBeforeAnAnswerIsCut() {
        answer = "x".repeat(194) + SECRET;
        RegistryClient client = client(Duration.ofSeconds(30));

        assertThatThrownBy(() -> client.newest("AVRO"))
                .hasMessageContaining("answered with status 500: xxx")
                .hasMessageNotContaining("hush");
    }
}
