package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import rung.testbed.Stock;
import rung.testbed.Testbed;

/** A checkup finds what is wrong before anything is sent, and sends nothing. */
class DoctorCommandTest {
    @TempDir
    private static Path servers;

    private static @Nullable Testbed testbed;

    @TempDir
    private Path folder;

    private @Nullable HttpServer shop;
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        testbed = Testbed.start(servers, Stock.of(1, 1, List.of()));
    }

    @AfterAll
    static void stop() {
        testbed().close();
    }

    @BeforeEach
    void openShop() throws IOException {
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] page = "{\"quantity\": 40}".getBytes(StandardCharsets.UTF_8);
            boolean open = exchange.getRequestHeaders().getFirst("Authorization") == null;
            exchange.sendResponseHeaders(open ? 200 : 401, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        shop.start();
        try (Jedis redis = new Jedis(testbed().redis())) {
            redis.flushAll();
            redis.hset("inventory:9901", Map.of("A", "40", "B", "40"));
        }
    }

    @AfterEach
    void closeShop() {
        shop().stop(0);
    }

    @Test
    void whatCanBeReachedAndReadIsSaidWithWhatALookCosts() throws Exception {
        Rung run = doctor(testbed().bootstrap(), "", "A, B");

        assertThat(run.out())
                .contains("nothing was sent")
                .contains("✓ source  would take a sale")
                .contains("acknowledged: all in-sync replicas have the message; this machine's clock")
                .contains("✓ hot     2 of 2 keys counted in ")
                .contains("✓ api     2 of 2 keys counted in ")
                .contains("a look costs a request for each key that is waited for, at most 100 a look")
                .endsWith("Everything can be reached and read.\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(asked).hasValue(2);
        assertThat(messages()).isZero();
    }

    @Test
    void whatIsAbsentOrDiffersIsDoubtful() throws Exception {
        try (Jedis redis = new Jedis(testbed().redis())) {
            redis.hset("inventory:9901", "B", "39");
        }

        Rung run = doctor(testbed().bootstrap(), "", "A, B, C");

        assertThat(run.out())
                .contains("? hot     2 of 3 keys counted")
                .contains("1 absent, which count as none: give them stock")
                .contains("1 differ from the stage before");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void aStageThatCannotBeReadIsToldBesideTheOthersWithItsCure() throws Exception {
        Rung run = doctor(testbed().bootstrap(), ", headers: {Authorization: \"Bearer hushhush\"}", "A, B");

        assertThat(run.out())
                .contains("✓ hot     2 of 2 keys counted")
                .contains("✗ api     0 of 2 keys counted")
                .contains("are the headers that grant access")
                .contains("keys denied: http://127.0.0.1:")
                .contains("2 keys denied")
                .contains("not every stage can be read")
                .doesNotContain("hushhush");
        assertThat(run.exitCode()).isEqualTo(ExitCode.CANNOT_OBSERVE);
    }

    @Test
    void aSourceThatTakesNoSalesIsToldAndTheStagesAllTheSame() throws Exception {
        String nobody = "127.0.0.1:" + closedPort();

        Rung run = doctor(nobody, "", "A, B");

        assertThat(run.out())
                .contains("✗ source  cannot reach Kafka at " + nobody)
                .contains("✓ api     2 of 2 keys counted")
                .contains("not every source would take a sale");
        assertThat(run.exitCode()).isEqualTo(ExitCode.CANNOT_INJECT);
    }

    @Test
    void theSameFiguresAreToldToAMachine() throws Exception {
        Rung run = doctor(testbed().bootstrap(), "", "A, B, C", "--json");

        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.at("/schema").asText()).isEqualTo("rung-checkup/1");
        assertThat(json.at("/can_inject").asBoolean()).isTrue();
        assertThat(json.at("/can_observe").asBoolean()).isTrue();
        assertThat(json.at("/pipelines/0/stages/0/counted").asInt()).isEqualTo(2);
        assertThat(json.at("/pipelines/0/stages/0/absent").asInt()).isEqualTo(1);
        assertThat(json.at("/pipelines/0/stages/1/counted").asInt()).isEqualTo(3);
        assertThat(json.at("/pipelines/0/stages/0/cycles").isNull()).isTrue();
    }

    @Test
    void whatAStageCannotProveIsSaid() throws Exception {
        String files =
                "}}\n      - files: {jdbc: {url: 'jdbc:sqlite::memory:', sql: \"select '9901', 'A', 40\", commit-log: none";

        Rung run = doctor(testbed().bootstrap(), files, "A");

        assertThat(run.out())
                .contains("✓ files   1 of 1 keys counted")
                .contains("a look costs one query for all keys")
                .contains("freshness not provable: there is no commit log");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void aConfigurationThatIsWrongIsNotLookedAt() throws Exception {
        Rung run = doctor(testbed().bootstrap(), ", cuont: /q", "A, B");

        assertThat(run.err()).contains("pipelines.web.stages[1].api.http.cuont (line 14): no such key");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(asked).hasValue(0);
    }

    private Rung doctor(String bootstrap, String api, String skus, Object... more) throws IOException {
        Path file = folder.resolve("pipelines.yaml");
        Files.writeString(file, """
                timezone: Asia/Kolkata
                pipelines:
                  web:
                    promise: {tier: 3}
                    keys: {stores: ["9901"], skus: [%s]}
                    source:
                      kafka:
                        bootstrap: "%s"
                        topic: pos.transactions
                        delivery-timeout: 2s
                        value: '{"transaction_id": "{transaction}", "store_id": "{store}", "sku_id": "{sku}", "quantity": {delta}}'
                    stages:
                      - hot: {redis: {uri: "%s"}}
                      - api: {http: {url: "http://127.0.0.1:%d/{store}/{sku}", count: /quantity%s}}
                """.formatted(
                        skus, bootstrap, testbed().redis(), shop().getAddress().getPort(), api));
        Object[] arguments = new Object[3 + more.length];
        arguments[0] = "doctor";
        arguments[1] = "-c";
        arguments[2] = file;
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Rung.run(arguments);
    }

    private static long messages() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", testbed().bootstrap()))) {
            TopicPartition first = new TopicPartition("pos.transactions", 0);
            return admin.listOffsets(Map.of(first, OffsetSpec.latest()))
                    .partitionResult(first)
                    .get()
                    .offset();
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private HttpServer shop() {
        if (shop == null) {
            throw new IllegalStateException("the shop is not open");
        }
        return shop;
    }

    private static Testbed testbed() {
        if (testbed == null) {
            throw new IllegalStateException("the testbed has not been started");
        }
        return testbed;
    }
}
