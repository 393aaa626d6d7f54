package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.log.LogReader;
import rung.core.measure.PipelineSetup;
import rung.testbed.Stock;
import rung.testbed.Testbed;

/** What a canary says when it cannot begin: cause and cure, in one line. */
class CanaryCommandTest {
    @TempDir
    private static Path servers;

    private static @Nullable Testbed testbed;

    @TempDir
    private Path folder;

    private Set<Thread> before = Set.of();

    @BeforeAll
    static void start() throws Exception {
        testbed = Testbed.start(servers, Stock.of(1, 1, List.of()));
    }

    @AfterAll
    static void stop() {
        testbed().close();
    }

    @BeforeEach
    void countThreads() {
        before = userThreads();
    }

    @AfterEach
    void nothingKeepsTheProcessAlive() {
        await().pollInSameThread().untilAsserted(() -> assertThat(before).containsAll(userThreads()));
    }

    @Test
    void aBrokerThatIsNotThereCannotTakeSales() throws Exception {
        String nobody = "127.0.0.1:" + closedPort();

        Rung run = canary(nobody, "pos.transactions", http("http://" + nobody));

        assertThat(run.err()).contains("rung: pipeline web: cannot reach Kafka at " + nobody + ": ");
        assertThat(run.err()).endsWith("; is the broker up, and is bootstrap right?\n");
        assertFailed(run, ExitCode.CANNOT_INJECT);
        assertLogIsSound();
    }

    @Test
    void aTopicThatIsNotThereCannotTakeSales() throws Exception {
        Rung run = canary(testbed().bootstrap(), "pos.transaction", http("http://127.0.0.1:" + closedPort()));

        assertThat(run.err())
                .contains("rung: pipeline web: topic pos.transaction does not exist at "
                        + testbed().bootstrap() + "; ")
                .contains("pos.transactions");
        assertFailed(run, ExitCode.CANNOT_INJECT);
        assertLogIsSound();
    }

    @Test
    void aTableThatIsNotThereCannotBeRead() throws Exception {
        Rung run = canary(
                testbed().bootstrap(),
                "pos.transactions",
                "{iceberg: {catalog: {type: rest, uri: \"" + testbed().catalog().uri() + "\", warehouse: \""
                        + testbed().catalog().warehouse().toUri() + "\"}, table: inventory.nowhere, count: quantity}}");

        assertThat(run.err())
                .contains("rung: pipeline web, stage last: cannot read the count of 9901/RUNG-0001: ")
                .contains("inventory.nowhere");
        assertFailed(run, ExitCode.CANNOT_OBSERVE);
        assertLogIsSound();
    }

    @Test
    void anApiThatIsNotThereCannotBeRead() throws Exception {
        String nobody = "http://127.0.0.1:" + closedPort();

        Rung run = canary(testbed().bootstrap(), "pos.transactions", http(nobody));

        assertThat(run.err())
                .contains("rung: pipeline web, stage last: cannot read the count of 9901/RUNG-0001: cannot read "
                        + nobody)
                .endsWith("; is the server up, and is url right?\n");
        assertThat(run.err()).contains(": connection refused; ");
        assertFailed(run, ExitCode.CANNOT_OBSERVE);
        assertLogIsSound();
    }

    @Test
    void aCountThatIsNoNumberCannotBeRead() throws Exception {
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            byte[] body = "{\"quantity\": \"plenty\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        api.start();
        try {
            before = userThreads();
            Rung run = canary(
                    testbed().bootstrap(),
                    "pos.transactions",
                    http("http://127.0.0.1:" + api.getAddress().getPort()));

            assertThat(run.err())
                    .contains("stage last: cannot read the count of 9901/RUNG-0001: ")
                    .contains("plenty");
            assertFailed(run, ExitCode.CANNOT_OBSERVE);
            assertLogIsSound();
        } finally {
            before = Set.copyOf(userThreads());
            api.stop(0);
        }
    }

    @Test
    void aBadFileIsToldBeforeAnythingIsTouched() throws Exception {
        Path config =
                Files.writeString(folder.resolve("pipelines.yaml"), "timezone: UTC\npipelines: {web: {tier: 3}}\n");

        Rung run = Rung.run("canary", "-c", config, "--for", "30s", "--out", folder.resolve("out"));

        assertThat(run.err()).startsWith("pipelines.yaml: ").contains("pipelines.web.tier (line 2): no such key");
        assertFailed(run, ExitCode.USAGE);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeMadeIsTold() throws Exception {
        Path file = Files.writeString(folder.resolve("taken"), "");
        Path config = config("127.0.0.1:9", "sales", http("http://127.0.0.1:9"));

        Rung run = Rung.run("canary", "-c", config, "--for", "30s", "--out", file);

        assertThat(run.err()).isEqualTo("rung: " + file + " is no folder; name another\n");
        assertFailed(run, ExitCode.USAGE);
    }

    private static void assertFailed(Rung run, int exitCode) {
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).doesNotContain("\tat ", "Exception");
    }

    private void assertLogIsSound() throws IOException {
        try (LogReader facts = LogReader.newest(folder.resolve("out/facts.db"))) {
            assertThat(facts.run().pipelines()).extracting(PipelineSetup::name).containsExactly("web");
            assertThat(facts.residue("web")).isZero();
        }
    }

    private Rung canary(String bootstrap, String topic, String stage) throws IOException {
        return Rung.run(
                "canary", "-c", config(bootstrap, topic, stage), "--for", "30s", "--out", folder.resolve("out"), "-q");
    }

    private Path config(String bootstrap, String topic, String stage) throws IOException {
        return Files.writeString(folder.resolve("pipelines.yaml"), """
                timezone: UTC
                pipelines:
                  web:
                    promise: {tier: 3, at: last}
                    keys: {stores: ["9901"], skus: ["RUNG-0001"]}
                    source: {kafka: {bootstrap: "%s", topic: %s, delivery-timeout: 2s, value: '{"store": "{store}", "sku": "{sku}", "n": {delta}}'}}
                    stages:
                      - last: %s
                """.formatted(bootstrap, topic, stage));
    }

    private static String http(String url) {
        return "{http: {url: \"" + url + "/{store}/{sku}\", count: /quantity}}";
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Set<Thread> userThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .collect(Collectors.toSet());
    }

    private static Testbed testbed() {
        Testbed started = testbed;
        if (started == null) {
            throw new IllegalStateException("the testbed has not been started");
        }
        return started;
    }
}
