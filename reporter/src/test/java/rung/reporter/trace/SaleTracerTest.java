package rung.reporter.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rung.core.log.Handover;
import rung.core.measure.Cycle;
import rung.core.measure.Injection;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.core.measure.TraceContext;
import rung.reporter.board.SaleStory;

/** What a collector is sent, by a server that records it. */
class SaleTracerTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private record Request(String method, String path, String type, String body) {}

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private HttpServer collector;

    @BeforeEach
    void listen() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                    new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1)));
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private static SaleStory sale() {
        PipelineSetup setup = new PipelineSetup(
                "bopis",
                Promise.none("api"),
                NOON,
                Duration.ofSeconds(10),
                List.of(
                        StageSetup.polled("table", Duration.ofMillis(250), Duration.ZERO),
                        StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)));
        Instant due = NOON.plusSeconds(72);
        Map<String, SlotOutcome> outcomes = new LinkedHashMap<>();
        outcomes.put("table", seen(due, 4_000));
        outcomes.put("api", seen(due, 5_500));
        Handover handover = new Handover(
                Injection.Kind.SALE,
                due,
                Optional.of(due.plusMillis(2)),
                Optional.of(new StockKey("9901", "RUNG-0001")),
                4,
                Optional.of(due.plusMillis(9)),
                Optional.empty(),
                Optional.empty());
        return new SaleStory(setup, 7, due.plusSeconds(60), List.of(handover), outcomes, "0", Optional.empty());
    }

    private static SlotOutcome seen(Instant due, long millis) {
        Instant shown = due.plusMillis(millis);
        return new SlotOutcome(due, due, "", new Outcome.Seen(shown.minusMillis(250), shown, new Cycle("snapshot-3")));
    }

    @Test
    void collectorIsSentTheWaterfallUnderTheIdsThatTheSaleWasSentWith() throws Exception {
        URI endpoint = URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
        try (SaleTracer tracer = SaleTracer.to("r1", endpoint, "1.0")) {
            tracer.send(sale());
        }

        Request sent = Objects.requireNonNull(requests.poll(30, TimeUnit.SECONDS));
        assertThat(sent.method()).isEqualTo("POST");
        assertThat(sent.path()).isEqualTo("/v1/traces");
        assertThat(sent.type()).isEqualTo("application/x-protobuf");
        TraceContext trace = TraceContext.of(Injection.id("r1", "bopis", 7, Injection.Kind.SALE));
        String traceId = new String(HexFormat.of().parseHex(trace.traceId()), ISO_8859_1);
        String spanId = new String(HexFormat.of().parseHex(trace.spanId()), ISO_8859_1);
        assertThat(sent.body())
                .contains("sale", "front door", "until seen at table", "until seen at api", "last look without it")
                .contains("rung-r1-bopis-7-s", "snapshot-3", traceId, spanId);
        assertThat(sent.body().split(Pattern.quote(traceId), -1))
                .as("four spans of one trace")
                .hasSize(5);
        assertThat(sent.body().split(Pattern.quote(spanId), -1))
                .as("the root, and its three children name it")
                .hasSize(5);
        assertThat(sent.body()).doesNotContain("RUNG-0001");
    }

    @Test
    void collectorThatIsNotThereDisturbsNothing() {
        try (SaleTracer tracer = SaleTracer.to("r1", URI.create("http://127.0.0.1:1/v1/traces"), "1.0")) {
            tracer.send(sale());
        }
        assertThat(requests).isEmpty();
    }
}
