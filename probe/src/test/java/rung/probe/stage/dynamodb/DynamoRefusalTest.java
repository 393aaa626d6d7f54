package rung.probe.stage.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;

/** What a server answers that has no time for the stage, or no trust in it. */
class DynamoRefusalTest {
    private static final StockKey JACKET = new StockKey("9901", "RUNG-0001");
    private static final String LEFT = "{\"Responses\": {}, \"UnprocessedKeys\": {\"counts\": {\"Keys\":"
            + " [{\"id\": {\"S\": \"9901/RUNG-0001\"}}]}}}";
    private static final String READ = "{\"Responses\": {\"counts\": [{\"id\": {\"S\": \"9901/RUNG-0001\"},"
            + " \"quantity\": {\"N\": \"5\"}}]}, \"UnprocessedKeys\": {}}";

    /** Blanks before a document are part of none; these come one by one. */
    private static final String DRIPPING = " ".repeat(500);

    private record Said(int status, String body) {}

    private final Timeline timeline = SystemTimeline.start();
    private final Deque<Said> answers = new ArrayDeque<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            Said said = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
            byte[] body = said.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(said.status(), body.length);
            send(body, exchange.getResponseBody());
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        end.countDown();
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ProvisionedThroughputExceededException, OVERLOADED, 'or poll more rarely'",
        "400, ThrottlingException, OVERLOADED, 'or poll more rarely'",
        "400, RequestLimitExceeded, OVERLOADED, 'or poll more rarely'",
        "400, UnrecognizedClientException, DENIED, 'are credentials right, and do they allow dynamodb:BatchGetItem?'",
        "400, AccessDeniedException, DENIED, 'are credentials right, and do they allow dynamodb:BatchGetItem?'",
        "400, ResourceNotFoundException, NOT_FOUND, 'are table and region right?'",
        "500, InternalServerError, FAILED, 'answered with status 500: InternalServerError no, …'",
    })
    void tellsRefusalsApart(int status, String code, Fault fault, String cure) throws Exception {
        answers.add(new Said(
                status,
                "{\"__type\": \"com.amazonaws.dynamodb.v20120810#" + code + "\", \"message\": \"no, hushhush\"}"));

        Look look = look();

        assertThat(look.faults()).containsExactly(fault);
        assertThat(look.gaps().get(JACKET)).startsWith(address()).endsWith(cure).doesNotContain("hushhush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"Responses\": {}, \"UnprocessedKeys\": {}}",
                "{\"Responses\": {\"elsewhere\": []}, \"UnprocessedKeys\": {}}",
            })
    void anAnswerWithoutTheTableIsNoEmptyTable(String body) throws Exception {
        answers.add(new Said(200, body));

        Look look = look();

        assertThat(look.absent()).isEmpty();
        assertThat(look.gaps())
                .isEqualTo(Map.of(
                        JACKET,
                        "cannot read " + address()
                                + ": its answer broke off, or is not DynamoDB's; is DynamoDB up, and are"
                                + " region and endpoint right?"));
    }

    @Test
    void anAnswerThatKeepsComingByteByByteEndsAtTheTimeout() throws Exception {
        answers.add(new Said(200, DRIPPING + READ));

        Look look;
        try (Stage stage = settings(Map.of("id", "{store}/{sku}"), Set.of(), "quantity", Duration.ofMillis(500))
                .open(timeline)) {
            look = Look.at(stage, Set.of(JACKET));
        }

        assertThat(look.faults()).containsExactly(Fault.TIMEOUT);
        assertThat(look.gaps().get(JACKET))
                .isEqualTo(address() + " did not answer within 500 ms; is it overloaded, or is timeout too short?");
    }

    @Test
    void aKeyThatTheTableDidNotGetRoundToIsAskedForOnceMore() throws Exception {
        answers.add(new Said(200, LEFT));
        answers.add(new Said(200, READ));

        assertThat(look().counts()).isEqualTo(Map.of(JACKET, 5L));
    }

    @Test
    void aKeyThatTheTableDidNotGetRoundToTwiceIsAGap() throws Exception {
        answers.add(new Said(200, LEFT));

        Look look = look();

        assertThat(look.faults()).containsExactly(Fault.OVERLOADED);
        assertThat(look.gaps())
                .isEqualTo(Map.of(
                        JACKET,
                        address() + " did not get round to the key, asked twice: its read capacity is spent; give it"
                                + " more, or poll more rarely"));
    }

    @Test
    void settingsThatCannotWorkAreRefusedWithACure() {
        assertThatThrownBy(() -> settings(Map.of(), Set.of(), "q"))
                .hasMessageStartingWith("key has 0 attributes; write the partition key, and the sort key");
        assertThatThrownBy(() -> settings(Map.of("id", "{store}/{sku}"), Set.of("pk"), "q"))
                .hasMessage("numbers names pk, which key does not have; it has id");
        assertThatThrownBy(() -> settings(Map.of("id", "{store}"), Set.of(), "q"))
                .hasMessage("neither key nor count names {sku}; all SKUs would read the same count");
        assertThatThrownBy(() -> settings(Map.of("id", "{store}/{sku}"), Set.of(), "id.q"))
                .hasMessage("count is in id.q, which is part of the key; write where the units stand");
        assertThatThrownBy(() -> settings(Map.of("id", "{store}/{sku}"), Set.of(), "a..b"))
                .hasMessage("count \"a..b\" has an empty name in it; write it like stock.quantity");
    }

    @Test
    void credentialsAreNotShown() {
        assertThat(settings(Map.of("id", "{store}/{sku}"), Set.of(), "q").toString())
                .startsWith("DynamoSettings[table counts at ")
                .doesNotContain("hushhush");
        assertThat(new Login("hushhush", "hushhush", Optional.of("hushhush")).toString())
                .isEqualTo("Login[…]");
    }

    private Look look() throws InterruptedException {
        try (Stage stage =
                settings(Map.of("id", "{store}/{sku}"), Set.of(), "quantity").open(timeline)) {
            return Look.at(stage, Set.of(JACKET));
        }
    }

    private DynamoSettings settings(Map<String, String> key, Set<String> numbers, String count) {
        return settings(key, numbers, count, Duration.ofSeconds(10));
    }

    private DynamoSettings settings(Map<String, String> key, Set<String> numbers, String count, Duration timeout) {
        return new DynamoSettings(
                "counts",
                key,
                numbers,
                count,
                false,
                Optional.of("eu-west-1"),
                Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                Optional.of(new Login("rung", "hushhush", Optional.empty())),
                timeout,
                100);
    }

    /** Each blank comes alone, some time after the one before; the test's end hurries them. */
    private void send(byte[] body, OutputStream to) throws IOException {
        boolean begun = false;
        for (byte letter : body) {
            begun |= letter != ' ';
            to.write(letter);
            if (!begun) {
                to.flush();
                try {
                    end.await(20, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }
        }
    }

    private String address() {
        return "table counts at http://127.0.0.1:" + server.getAddress().getPort();
    }
}
