package rung.probe.stage.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rung.core.measure.Cycle;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.probe.stage.Look;
import rung.probe.stage.Relay;
import rung.probe.stage.Stage;
import rung.probe.stage.StageContract;

class HttpStageTest extends StageContract {
    static {
        // else the server's two writes of an answer wait for the client's delayed acknowledgement, 40 ms each time
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private interface Answer {
        void to(HttpExchange exchange) throws Exception;
    }

    private final Map<StockKey, String> shown = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> cacheControls = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "shop");
        thread.setDaemon(true);
        return thread;
    });
    private HttpServer server;
    private Relay relay;
    private volatile Answer answer = this::answerWithAPageForEachKey;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                requests.add(exchange.getRequestURI().toString());
                cacheControls.add(String.valueOf(exchange.getRequestHeaders().getFirst("Cache-Control")));
                answer.to(exchange);
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
        server.start();
        relay = Relay.to(server.getAddress().getPort());
    }

    @AfterEach
    void stopServer() throws IOException {
        relay.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    protected Stage open() {
        return settings("/inventory/{store}/{sku}", "/stock/quantity").open(timeline);
    }

    @Override
    protected void show(Map<StockKey, Long> counts) {
        shown.clear();
        counts.forEach((key, count) -> shown.put(key, String.valueOf(count)));
    }

    @Override
    protected boolean write(StockKey key, Written form) {
        shown.put(
                key,
                switch (form) {
                    case TEXT -> "\"12\"";
                    case NULL -> "null";
                    case FRACTION -> "12.5";
                    case WORD -> "\"many\"";
                });
        return true;
    }

    @Override
    protected Optional<Stage> openDenied() {
        answer = exchange -> send(exchange, 401, "{}");
        return Optional.of(new HttpSettings(
                        base() + "/inventory/{store}/{sku}",
                        "/stock/quantity",
                        Optional.empty(),
                        Map.of("Authorization", "Bearer hushhush"),
                        Duration.ofSeconds(20),
                        4,
                        100)
                .open(timeline));
    }

    @Override
    protected void cut() throws IOException {
        relay.cut();
    }

    @Override
    protected void stall() {
        relay.stall();
    }

    @Override
    protected void tear() {
        relay.tear();
    }

    @Override
    protected void restore() throws IOException {
        relay.mend();
    }

    @Override
    protected String address() {
        return base() + "/inventory/9901/RUNG-0001";
    }

    @Test
    void readsAPageThatListsAStoreOnceForAllItsSkus() throws Exception {
        answer = exchange ->
                send(exchange, 200, "{\"items\": {\"RUNG-0001\": {\"on_hand\": 7}, \"RUNG-0002\": {\"on_hand\": 8}}}");
        Stage stage = open("/stores/{store}", "/items/{sku}/on_hand");

        Look look = Look.at(stage, Set.of(JACKET, SHOES, SHOES_ELSEWHERE, new StockKey("9901", "RUNG-0003")));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 7L, SHOES, 8L, SHOES_ELSEWHERE, 8L));
        assertThat(look.absent()).containsExactly(new StockKey("9901", "RUNG-0003"));
        assertThat(requests).containsExactlyInAnyOrder("/stores/9901", "/stores/9902");
    }

    @Test
    void eachRequestIsAReadingWithTimesOfItsOwn() throws Exception {
        CountDownLatch quickIsAnswered = new CountDownLatch(1);
        answer = exchange -> {
            if (exchange.getRequestURI().getPath().contains("9902")) {
                quickIsAnswered.await(10, TimeUnit.SECONDS);
                send(exchange, 200, "{\"stock\": {\"quantity\": 2}}");
            } else {
                send(exchange, 200, "{\"stock\": {\"quantity\": 1}}");
                exchange.close();
                quickIsAnswered.countDown();
            }
        };

        List<Reading> readings = stage().read(Set.of(JACKET, SHOES_ELSEWHERE));

        assertThat(readings).hasSize(2);
        Reading quick = readings.get(Look.keys(readings.get(0)).contains(JACKET) ? 0 : 1);
        Reading slow = readings.get(Look.keys(readings.get(0)).contains(JACKET) ? 1 : 0);
        assertThat(slow.askedAt()).isBefore(quick.answeredAt());
        assertThat(slow.answeredAt()).isNotEqualTo(quick.answeredAt());
    }

    @Test
    void requestsOfALookRunTogetherUpToTheParallelism() throws Exception {
        CyclicBarrier three = new CyclicBarrier(3);
        answer = exchange -> {
            three.await(10, TimeUnit.SECONDS);
            send(exchange, 200, "{\"stock\": {\"quantity\": 1}}");
        };
        HttpSettings settings = new HttpSettings(
                base() + "/inventory/{store}/{sku}",
                "/stock/quantity",
                Optional.empty(),
                Map.of(),
                seconds(20),
                3,
                100);

        Look look = at(settings, Set.of(JACKET, SHOES, SHOES_ELSEWHERE));

        assertThat(look.counts()).hasSize(3);
    }

    @Test
    void goesThroughCachesAsAShopperDoes() throws Exception {
        show(Map.of(JACKET, 1L));

        Look.at(stage(), Set.of(JACKET));

        assertThat(cacheControls).containsExactly("null");
    }

    @Test
    void encodesWhatTheKeysHoldInUrlAndPointer() throws Exception {
        StockKey odd = new StockKey("north/1 ü", "a~b/c?*");
        answer = exchange -> send(exchange, 200, "{\"items\": {\"a~b/c?*\": 3}}");
        Stage stage = open("/stores/{store}?sku={sku}", "/items/{sku}");

        Look look = Look.at(stage, Set.of(odd));

        assertThat(look.counts()).isEqualTo(Map.of(odd, 3L));
        assertThat(requests).containsExactly("/stores/north%2F1%20%C3%BC?sku=a~b%2Fc%3F%2A");
    }

    @Test
    void namesTheCycleThatThePageShows() throws Exception {
        answer = exchange -> send(exchange, 200, "{\"snapshot\": 4711, \"quantity\": 3}");
        HttpSettings settings = new HttpSettings(
                base() + "/{store}/{sku}", "/quantity", Optional.of("/snapshot"), Map.of(), seconds(2), 4, 100);

        List<Reading> readings = at(settings, Set.of(JACKET)).readings();

        assertThat(readings).singleElement().isInstanceOfSatisfying(Reading.Counts.class, counts -> assertThat(
                        counts.cycle())
                .isEqualTo(new Cycle("4711")));
    }

    @Test
    void sendsTheHeadersAndKeepsThemSecret() throws Exception {
        Set<String> tokens = new HashSet<>();
        answer = exchange -> {
            tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
            send(exchange, 403, "forbidden");
        };
        HttpSettings settings = new HttpSettings(
                base() + "/{store}/{sku}?token=hush",
                "/quantity",
                Optional.empty(),
                Map.of("Authorization", "hush"),
                seconds(2),
                4,
                100);

        Look look = at(settings, Set.of(JACKET));

        assertThat(tokens).containsExactly("hush");
        assertThat(look.gaps().get(JACKET))
                .isEqualTo(base() + "/9901/RUNG-0001?token=… answered with status 403; are the headers that grant"
                        + " access right?; it says: forbidden");
        assertThat(settings.toString()).doesNotContain("hush");
    }

    @Test
    void leavesAGapWhenTheAnswerComesTooLate() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            never.await(10, TimeUnit.SECONDS);
        };
        HttpSettings settings = new HttpSettings(
                base() + "/{store}/{sku}", "/quantity", Optional.empty(), Map.of(), Duration.ofMillis(200), 4, 100);

        Look look = at(settings, Set.of(JACKET));
        never.countDown();

        assertThat(look.gaps().get(JACKET))
                .isEqualTo(base() + "/9901/RUNG-0001 did not answer within 200 ms; is the server overloaded, or is"
                        + " timeout too short?");
    }

    @Test
    void leavesAGapWhenThePageIsNoJson() throws Exception {
        answer = exchange -> send(exchange, 200, "<html>Sorry</html>");

        assertThat(Look.at(stage(), Set.of(JACKET)).gaps().get(JACKET))
                .isEqualTo(address() + ": its answer is no JSON; it says: <html>Sorry</html>");
    }

    @Test
    void leavesAGapWhenThePageIsEmpty() throws Exception {
        answer = exchange -> send(exchange, 200, "");

        assertThat(Look.at(stage(), Set.of(JACKET)).gaps().get(JACKET)).contains("its answer is empty");
    }

    @Test
    void leavesAGapWhenNothingStandsWhereTheCountShould() throws Exception {
        answer = exchange -> send(exchange, 200, "{\"quantity\": 3}");

        assertThat(Look.at(stage(), Set.of(JACKET)).gaps().get(JACKET))
                .isEqualTo(address() + ": there is nothing at /stock/quantity of its answer; is count right?; it says:"
                        + " {\"quantity\": 3}");
    }

    @Test
    void leavesAGapWhenAStorePageHasNoPlaceForItems() throws Exception {
        answer = exchange -> send(exchange, 200, "{\"articles\": {}}");

        Look look = Look.at(open("/stores/{store}", "/items/{sku}"), Set.of(JACKET));

        assertThat(look.absent()).isEmpty();
        assertThat(look.gaps().get(JACKET)).contains("there is nothing at /items/RUNG-0001");
    }

    @Test
    void leavesAGapForAFraction() throws Exception {
        answer = exchange -> send(exchange, 200, "{\"stock\": {\"quantity\": 2.5}}");

        assertThat(Look.at(stage(), Set.of(JACKET)).gaps().get(JACKET))
                .contains("the count at /stock/quantity is 2.5, not a whole number");
    }

    @Test
    void showsTwoHundredCharactersOfAnAnswerAtMost() throws Exception {
        answer = exchange -> send(exchange, 500, "x".repeat(5000));

        assertThat(Look.at(stage(), Set.of(JACKET)).gaps().get(JACKET))
                .isEqualTo(address() + " answered with status 500; it says: " + "x".repeat(200) + "…");
    }

    @Test
    void breaksOffAnAnswerWithoutEnd() throws Exception {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] spaces = new byte[1 << 16];
            for (int i = 0; i < 32; i++) {
                exchange.getResponseBody().write(spaces);
            }
        };

        assertThat(Look.at(stage(), Set.of(JACKET)).gaps().get(JACKET))
                .contains("the answer is longer than 1048576 bytes");
    }

    @Test
    void doesNotFollowARedirectButSaysWhatToDo() throws Exception {
        answer = exchange -> {
            exchange.getResponseHeaders().set("Location", base() + "/elsewhere");
            send(exchange, 302, "");
        };

        assertThat(Look.at(stage(), Set.of(JACKET)).gaps().get(JACKET))
                .isEqualTo(address() + " answered with status 302; write the address that it moved to into url");
        assertThat(requests).hasSize(1);
    }

    @Test
    void settingsThatCannotWorkAreRefusedWithACure() {
        assertThatThrownBy(() -> HttpSettings.of("http://a/{store}", "/quantity"))
                .hasMessage("neither url nor count names {sku}; all SKUs would read the same count");
        assertThatThrownBy(() -> HttpSettings.of("http://a/{sku}", "/quantity"))
                .hasMessage("neither url nor count names {store}; all stores would read the same count");
        assertThatThrownBy(() -> HttpSettings.of("http://a/{store}/{sku}", "quantity"))
                .hasMessage("count \"quantity\" is no JSON Pointer; it begins with a slash, such as /quantity");
        assertThatThrownBy(() -> HttpSettings.of("http://a/{shop}/{sku}", "/quantity"))
                .hasMessage("{shop} is not a placeholder; {store} and {sku} can stand here");
        assertThatThrownBy(() -> HttpSettings.of("ftp://a/{store}/{sku}", "/quantity"))
                .hasMessageContaining("does not begin with http://host or https://host");
        assertThatThrownBy(() -> HttpSettings.of("http://me:hush@a/{store}/{sku}", "/quantity"))
                .hasMessage("url has a user or password in it, which is never sent; use an Authorization header");
        assertThatThrownBy(() -> new HttpSettings(
                        "http://a/{store}/{sku}", "/q", Optional.empty(), Map.of("Host", "b"), seconds(1), 1, 100))
                .hasMessage("header Host cannot be sent; leave it out");
        assertThatThrownBy(() -> new HttpSettings(
                        "http://a/{store}/{sku}", "/q", Optional.empty(), Map.of(), Duration.ZERO, 1, 100))
                .hasMessageContaining("timeout is PT0S");
        assertThatThrownBy(() -> new HttpSettings(
                        "http://a/{store}/{sku}", "/q", Optional.empty(), Map.of(), seconds(1), 0, 100))
                .hasMessage("parallelism is 0; write 1 to 64");
    }

    private Look at(HttpSettings settings, Set<StockKey> keys) throws InterruptedException {
        try (Stage stage = settings.open(timeline)) {
            return Look.at(stage, keys);
        }
    }

    private Stage open(String path, String count) {
        return settings(path, count).open(timeline);
    }

    private HttpSettings settings(String path, String count) {
        return new HttpSettings(base() + path, count, Optional.empty(), Map.of(), seconds(10), 4, 100);
    }

    private String base() {
        return "http://127.0.0.1:" + relay.port();
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private void answerWithAPageForEachKey(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/", -1);
        String count = shown.get(new StockKey(path[2], path[3]));
        if (count == null) {
            send(exchange, 404, "{}");
        } else {
            send(exchange, 200, "{\"stock\": {\"quantity\": " + count + "}}");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
