package rung.probe.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rung.core.measure.Injection;
import rung.core.measure.StockKey;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.source.SourceContract;
import rung.probe.source.SourceSettings;
import rung.probe.source.Trace;
import rung.probe.stage.Relay;

@Timeout(180)
class HttpTillTest extends SourceContract {
    private static final String BODY = """
            {"id": "{transaction}", "store": "{store}", "sku": "{sku}", "change": {delta}, "at": "{time}"}
            """;
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Request(String method, String path, Headers headers, String body) {}

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(16);
    private volatile int status = 201;
    private volatile String answer = "{}";
    private HttpServer server;
    private Relay relay;
    private boolean isCut;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        relay = Relay.to(server.getAddress().getPort());
    }

    @AfterEach
    void stopServer() throws IOException {
        relay.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean known = path.startsWith("/pos/");
            boolean invited = !SECRET.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            int said = !known ? 404 : invited ? status : 401;
            if (exchange.getRequestMethod().equals("OPTIONS") && said < 300) {
                said = 204;
            }
            if ((said >= 200 && said < 300) || said == 303) {
                requests.add(new Request(exchange.getRequestMethod(), path, exchange.getRequestHeaders(), body));
            }
            byte[] bytes = (invited ? answer : "who is " + SECRET + "?").getBytes(StandardCharsets.UTF_8);
            if (said == 303) {
                exchange.getResponseHeaders().add("Location", "/pos/elsewhere");
            }
            exchange.sendResponseHeaders(said, said == 204 ? -1 : bytes.length);
            if (said != 204) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    protected SourceSettings settings(Duration deliveryTimeout) {
        return settings(url("/pos/sales"), Map.of(), deliveryTimeout);
    }

    private static HttpSettings settings(String url, Map<String, String> headers, Duration timeout) {
        HttpSettings defaults = HttpSettings.of(url, BODY);
        return new HttpSettings(
                url,
                defaults.method(),
                headers,
                BODY,
                defaults.idempotencyHeader(),
                defaults.idempotencyKey(),
                defaults.accepted(),
                defaults.check(),
                defaults.parallelism(),
                timeout);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + relay.port() + path;
    }

    @Override
    protected SourceSettings nowhere(Duration deliveryTimeout) {
        return settings("http://127.0.0.1:1/pos/sales", Map.of(), deliveryTimeout);
    }

    @Override
    protected SourceSettings misplaced() {
        return HttpSettings.of(url("/po/sales"), BODY);
    }

    @Override
    protected Optional<SourceSettings> uninvited() {
        return Optional.of(settings(url("/pos/sales"), Map.of("Authorization", SECRET), Duration.ofSeconds(30)));
    }

    private List<Request> posts() {
        return requests.stream()
                .filter(request -> !request.method().equals("OPTIONS"))
                .toList();
    }

    @Override
    protected List<Entered> entered() throws Exception {
        List<Entered> entered = new CopyOnWriteArrayList<>();
        for (Request request : posts()) {
            JsonNode sale = JSON.readTree(request.body());
            String id = sale.path("id").asText();
            assertThat(request.headers().get("Idempotency-Key")).containsExactly(id);
            entered.add(new Entered(
                    id,
                    sale.path("store").asText(),
                    sale.path("sku").asText(),
                    sale.path("change").intValue(),
                    Instant.parse(sale.path("at").asText())));
        }
        return entered;
    }

    @Override
    protected void cut() throws IOException {
        relay.cut();
        isCut = true;
    }

    @Override
    protected void stall() {
        relay.stall();
        isCut = true;
    }

    @Override
    protected void tear() {
        relay.tear();
        isCut = true;
    }

    @Override
    protected void restore() throws IOException {
        if (isCut) {
            relay.mend();
            isCut = false;
        }
    }

    @Override
    protected String address() {
        return url("/pos/sales");
    }

    @Test
    void aRequestSaysWhatItIs() {
        HttpSettings settings = new HttpSettings(
                url("/pos/{store}/sales?sku={sku}"),
                "PUT",
                Map.of("X-Sale", "{kind} of {quantity}", "Content-Type", "application/pos+json"),
                BODY,
                "Request-Id",
                "{store}-{transaction}",
                Set.of(201),
                HttpSettings.Check.OPTIONS,
                1,
                Duration.ofSeconds(30));
        ReservedKeys keys = new ReservedKeys(List.of("shop 1/a"), List.of("S&M"));
        Injection sale = new Injection(
                "r", "sales", 7, Injection.Kind.SALE, new StockKey("shop 1/a", "S&M"), 64, timeline.now());
        try (Source source = settings.open(timeline, keys)) {
            send(source, sale);
            accepted(sale);
        }

        Request request = posts().get(0);
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.path()).isEqualTo("/pos/shop%201%2Fa/sales?sku=S%26M");
        assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/pos+json");
        assertThat(request.headers().getFirst("X-Sale")).isEqualTo("SALE of 64");
        assertThat(request.headers().getFirst("Request-Id")).isEqualTo("shop 1/a-" + sale.id());
        assertThat(request.headers().getFirst("Rung-Synthetic")).isEqualTo("true");
        assertThat(request.headers().getFirst("traceparent")).isEqualTo(Trace.parent(sale));
        assertThat(request.body()).contains("\"change\": -64");
    }

    @Test
    void onlyTheStatusesThatAreNamedAcceptIt() {
        status = 503;
        answer = "try again later";
        Injection overloaded = sale();
        Source source = open(settings(Duration.ofSeconds(30)));
        send(source, overloaded);
        assertThat(refused(overloaded).reason())
                .isEqualTo(address() + " cannot take it now (status 503); is the server overloaded?; it says: try again"
                        + " later");

        status = 303;
        Injection moved = sale();
        send(source, moved);
        assertThat(refused(moved).reason()).startsWith(address() + " has moved (status 303); write where to into url");
        assertThat(posts()).as("a redirect is not followed").hasSize(1);
    }

    @Test
    void anAnswerLongerThanItsBoundIsAcceptedByItsStatus() {
        answer = "x".repeat(1 << 20);
        Injection sale = sale();

        send(open(settings(Duration.ofSeconds(30))), sale);

        accepted(sale);
    }

    @Test
    void theCheckMayUseAnotherRequestOrNone() throws Exception {
        status = 405;
        open(settings(Duration.ofSeconds(30))).check();
        status = 500;
        Source failing = open(settings(Duration.ofSeconds(30)));
        assertThatThrownBy(failing::check).hasMessageContaining("status 500");
        HttpSettings some = HttpSettings.of(url("/nowhere/sales"), BODY);
        Source connecting = open(new HttpSettings(
                some.url(),
                some.method(),
                some.headers(),
                some.body(),
                some.idempotencyHeader(),
                some.idempotencyKey(),
                some.accepted(),
                HttpSettings.Check.CONNECT,
                1,
                some.deliveryTimeout()));

        connecting.check();

        assertThat(entered()).isEmpty();
    }

    @Test
    void settingsThatCannotWorkAreRefusedWithACure() {
        assertThatThrownBy(() -> HttpSettings.of("pos/sales", BODY)).hasMessageContaining("write it like https://");
        assertThatThrownBy(() -> HttpSettings.of("http://u:" + SECRET + "@pos/", BODY))
                .hasMessage("url has a user or password in it, which is never sent; use an Authorization header");
        assertThatThrownBy(() -> HttpSettings.of("http://pos/{shop}", BODY))
                .hasMessageContaining("{shop} is not a placeholder");
        assertThatThrownBy(() -> HttpSettings.of("http://pos/", "{}"))
                .hasMessageStartingWith("the template lacks {store}");
        assertThatThrownBy(() -> settings("http://pos/", Map.of("Host", "x"), Duration.ofSeconds(1)))
                .hasMessage("header Host cannot be sent; leave it out");
        assertThatThrownBy(() -> settings("http://pos/", Map.of(), Duration.ZERO))
                .hasMessage("delivery timeout is PT0S; write 1ms to 1h");
        assertThatThrownBy(() -> HttpSettings.of("http://pos/", "[{store}, {sku}, {delta}]")
                        .open(timeline, RESERVED))
                .hasMessageStartingWith("{sku} stands outside quotes");
        assertThat(settings("http://pos/?key=" + SECRET, Map.of("Authorization", SECRET), Duration.ofSeconds(1))
                        .toString())
                .doesNotContain(SECRET);
    }
}
