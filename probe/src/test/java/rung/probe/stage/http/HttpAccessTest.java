package rung.probe.stage.http;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.measure.CacheAge;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.measure.Told;
import rung.core.time.VirtualTimeline;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;

/** Access, caches and tags: a shop, a cache in front of it, and a server that hands out tokens. */
class HttpAccessTest {
    private static final StockKey JACKET = new StockKey("9901", "RUNG-0001");

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-01-01T12:00:00Z"));
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final List<String> tags = new CopyOnWriteArrayList<>();
    private final List<String> urls = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int count = 5;
    private volatile String encoding = "";
    private volatile Optional<String> wanted = Optional.empty();
    private volatile int tokenStatus = 200;
    private volatile String tokenWord = "t";
    private volatile Optional<Integer> repeating = Optional.empty();
    private final Map<String, String> ages = new ConcurrentHashMap<>();
    private final Map<String, String> lives = new ConcurrentHashMap<>();
    private volatile int cacheStatus = 200;
    private volatile Optional<String> cached = Optional.empty();

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/shop/", this::shop);
        server.createContext("/cache/", this::cache);
        server.createContext("/token", this::token);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void aStageThroughACacheSeesWhatItHoldsAndOneAroundItWhatIsTrue() throws Exception {
        try (Stage through = page("/cache/").open(timeline);
                Stage around = page("/cache/").with(CacheUse.aroundThem()).open(timeline)) {
            assertThat(counts(through)).isEqualTo(Map.of(JACKET, 5L));

            count = 4;

            assertThat(counts(through)).isEqualTo(Map.of(JACKET, 5L));
            assertThat(counts(around)).isEqualTo(Map.of(JACKET, 4L));
        }
    }

    @Test
    void theOldestAnswerOfACacheIsTold() throws Exception {
        lives.put("RUNG-0001", "public, max-age=60");
        lives.put("RUNG-0002", "public, max-age=30");
        ages.put("RUNG-0001", "42");
        ages.put("RUNG-0002", "41");
        try (Stage through = page("/cache/").open(timeline);
                Stage shop = page("/shop/").open(timeline)) {
            through.read(Set.of(JACKET, new StockKey("9901", "RUNG-0002")));
            Told told = through.told();
            shop.read(Set.of(JACKET));

            assertThat(told.caches())
                    .contains(new CacheAge(
                            Duration.ofSeconds(42),
                            Optional.of(new CacheAge.Outlived(Duration.ofSeconds(41), Duration.ofSeconds(30)))));
            assertThat(told.queried()).isEmpty();
            assertThat(shop.told()).isEqualTo(Told.NOTHING);
        }
    }

    @Test
    void theAgeOfWhatIsNoCountIsNotTold() throws Exception {
        cacheStatus = 503;
        try (Stage through = page("/cache/").open(timeline)) {
            through.read(Set.of(JACKET));

            assertThat(through.told()).isEqualTo(Told.NOTHING);
        }
    }

    @Test
    void aParameterThatChangesGoesAroundACacheThatDoesNotListen() throws Exception {
        try (Stage around =
                page("/shop/").with(new CacheUse(true, Optional.of("_"), false)).open(timeline)) {
            counts(around);
            counts(around);
        }

        assertThat(urls)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(url -> url.matches("/shop/9901/RUNG-0001\\?_=\\d+"));
    }

    @Test
    void sendsUserAndPasswordOrAToken() throws Exception {
        try (Stage basic =
                        page("/shop/").with(new HttpAuth.Basic("rung", "hush")).open(timeline);
                Stage bearer = page("/shop/").with(new HttpAuth.Bearer("hush")).open(timeline)) {
            counts(basic);
            counts(bearer);
        }

        assertThat(logins).containsExactly("Basic cnVuZzpodXNo", "Bearer hush");
    }

    @Test
    void usesATokenUntilShortlyBeforeItExpires() throws Exception {
        try (Stage stage = page("/shop/").with(client()).open(timeline)) {
            counts(stage);
            counts(stage);
            timeline.sleepUntil(timeline.now().plusSeconds(91));
            counts(stage);
        }

        assertThat(logins)
                .containsExactly("Basic aWQ6aHVzaA==", "Bearer t1", "Bearer t1", "Basic aWQ6aHVzaA==", "Bearer t4");
    }

    @Test
    void fetchesAnotherTokenOnceWhenOneIsRefused() throws Exception {
        try (Stage stage = page("/shop/").with(client()).open(timeline)) {
            counts(stage);
            wanted = Optional.of("Bearer t4");

            assertThat(counts(stage)).isEqualTo(Map.of(JACKET, 5L));
            wanted = Optional.of("nobody");
            Look refused = Look.at(stage, Set.of(JACKET));
            assertThat(refused.faults()).containsExactly(Fault.DENIED);
            assertThat(refused.gaps().get(JACKET))
                    .startsWith(base() + "/shop/9901/RUNG-0001 answered with status 401; is auth right?");
        }

        assertThat(logins).filteredOn(login -> login.startsWith("Bearer")).hasSize(5);
    }

    @Test
    void aTokenThatIsNotHandedOutIsAGapThatKeepsTheSecret() throws Exception {
        tokenStatus = 401;

        Look look;
        try (Stage stage = page("/shop/").with(client()).open(timeline)) {
            look = Look.at(stage, Set.of(JACKET));
        }

        assertThat(look.faults()).containsExactly(Fault.DENIED);
        assertThat(look.gaps().get(JACKET))
                .isEqualTo(base() + "/token hands out no token, but status 401; are token-url, client-id, client-secret"
                        + " and scope right?");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 500})
    void aSecretThatThePageRepeatsIsNotInTheGap(int status) throws Exception {
        repeating = Optional.of(status);
        tokenWord = "hushhush";
        Map<String, String> headers = Map.of("X-Api-Key", "hushhush");
        HttpSettings page = page("/shop/");
        HttpSettings key = new HttpSettings(
                page.url(), page.count(), page.cycle(), headers, page.timeout(), page.parallelism(), page.budget());
        for (HttpSettings settings : List.of(
                key,
                page.with(new HttpAuth.Basic("rung", "hushhush")),
                page.with(new HttpAuth.Bearer("hushhush")),
                page.with(client()))) {
            try (Stage stage = settings.open(timeline)) {
                assertThat(Look.at(stage, Set.of(JACKET)).gaps().get(JACKET))
                        .contains("it says: the login is ")
                        .doesNotContain("hus");
            }
        }
    }

    @Test
    void aTokenThatIsRefusedIsNotAskedForAgainWithinTheTimeout() throws Exception {
        tokenStatus = 500;
        StockKey shoes = new StockKey("9901", "RUNG-0002");
        try (Stage stage = page("/shop/").with(client()).open(timeline)) {
            Look refused = Look.at(stage, Set.of(JACKET, shoes));

            assertThat(refused.gaps()).containsOnlyKeys(JACKET, shoes);
            assertThat(refused.faults()).containsExactly(Fault.FAILED);
            assertThat(logins).hasSize(1);

            tokenStatus = 200;
            timeline.sleepUntil(timeline.now().plusSeconds(21));
            assertThat(counts(stage)).isEqualTo(Map.of(JACKET, 5L));
        }
    }

    @Test
    void noSecretIsInWhatIsShownOfTheSettings() {
        assertThat(page("/shop/").with(client()).toString())
                .contains("clientId=id")
                .doesNotContain("hush");
        assertThat(page("/shop/").with(new HttpAuth.Bearer("hush")).toString()).doesNotContain("hush");
        assertThat(page("/shop/").with(new HttpAuth.Basic("rung", "hush")).toString())
                .contains("user=rung")
                .doesNotContain("hush");
    }

    @Test
    void aPageThatIsUnchangedIsNotSentAgainAndNamesItsCycleByItsTag() throws Exception {
        try (Stage stage =
                page("/shop/").with(new CacheUse(false, Optional.empty(), true)).open(timeline)) {
            List<Reading> first = stage.read(Set.of(JACKET));
            List<Reading> same = stage.read(Set.of(JACKET));
            count = 4;
            List<Reading> changed = stage.read(Set.of(JACKET));

            assertThat(List.of(cycle(first), cycle(same), cycle(changed)))
                    .containsExactly(new Cycle("\"5\""), new Cycle("\"5\""), new Cycle("\"4\""));
            assertThat(Look.of(same).counts()).isEqualTo(Map.of(JACKET, 5L));
            assertThat(Look.of(changed).counts()).isEqualTo(Map.of(JACKET, 4L));
        }
        assertThat(tags).containsExactly("null -> 200", "\"5\" -> 304", "\"5\" -> 200");
    }

    @Test
    void anAnswerInAnEncodingIsAGap() throws Exception {
        encoding = "gzip";

        try (Stage stage = page("/shop/").open(timeline)) {
            assertThat(Look.at(stage, Set.of(JACKET)).gaps().get(JACKET))
                    .isEqualTo(
                            base() + "/shop/9901/RUNG-0001 answers in the encoding gzip, though it was asked for none;"
                                    + " does it heed Accept-Encoding?");
        }
    }

    private HttpSettings page(String path) {
        return new HttpSettings(
                base() + path + "{store}/{sku}", "/q", Optional.empty(), Map.of(), Duration.ofSeconds(20), 1, 100);
    }

    private HttpAuth client() {
        return new HttpAuth.ClientCredentials(base() + "/token", "id", "hush", Optional.of("stock"));
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static Map<StockKey, Long> counts(Stage stage) throws InterruptedException {
        return Look.at(stage, Set.of(JACKET)).counts();
    }

    private static Cycle cycle(List<Reading> readings) {
        return ((Reading.Counts) readings.get(0)).cycle();
    }

    private void shop(HttpExchange exchange) throws IOException {
        urls.add(exchange.getRequestURI().toString());
        String login = header(exchange, "Authorization");
        logins.add(login);
        String asked = header(exchange, "If-None-Match");
        String tag = "\"" + count + "\"";
        if (repeating.isPresent()) {
            String said = "the login is " + login + " or " + header(exchange, "X-Api-Key");
            // the last one lies across the end of an excerpt
            send(exchange, repeating.get(), said + "x".repeat(197 - said.length()) + "hushhush");
            return;
        }
        boolean denied = wanted.isPresent() && !wanted.get().equals(login);
        int status = denied ? 401 : asked.equals(tag) ? 304 : 200;
        tags.add(asked + " -> " + status);
        exchange.getResponseHeaders().set("ETag", tag);
        if (!encoding.isEmpty()) {
            exchange.getResponseHeaders().set("Content-Encoding", encoding);
        }
        send(exchange, status, "{\"q\": " + count + "}");
    }

    /** A cache that keeps the first page for ever, unless it is told not to. */
    private void cache(HttpExchange exchange) throws IOException {
        if (cached.isEmpty() || header(exchange, "Cache-Control").equals("no-cache")) {
            cached = Optional.of("{\"q\": " + count + "}");
        }
        String path = exchange.getRequestURI().getPath();
        String sku = path.substring(path.lastIndexOf('/') + 1);
        exchange.getResponseHeaders().set("Age", ages.getOrDefault(sku, "42"));
        Optional.ofNullable(lives.get(sku))
                .ifPresent(life -> exchange.getResponseHeaders().set("Cache-Control", life));
        exchange.getResponseHeaders().set("X-Cache", "HIT");
        send(exchange, cacheStatus, cached.get());
    }

    private void token(HttpExchange exchange) throws IOException {
        logins.add(header(exchange, "Authorization"));
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean right = form.equals("grant_type=client_credentials&scope=stock");
        send(
                exchange,
                right ? tokenStatus : 400,
                "{\"access_token\": \"" + tokenWord + logins.size() + "\", \"expires_in\": 100}");
    }

    private static String header(HttpExchange exchange, String name) {
        return String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, status == 304 ? -1 : bytes.length);
            if (status != 304) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
