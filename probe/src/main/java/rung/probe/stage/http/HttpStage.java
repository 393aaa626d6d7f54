package rung.probe.stage.http;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.measure.Told;
import rung.core.time.Timeline;
import rung.probe.stage.KeyTemplate;
import rung.probe.stage.Stage;
import rung.probe.wire.Addresses;
import rung.probe.wire.BoundedBody;
import rung.probe.wire.Reasons;
import rung.probe.wire.SecretWords;

/** Counts on pages of JSON. Each page is a reading of its own, with the times of its own request. */
final class HttpStage implements Stage {
    private static final Logger log = LoggerFactory.getLogger(HttpStage.class);
    private static final int LONGEST_BODY_BYTES = 1 << 20;
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private final Timeline timeline;
    private final HttpSettings settings;
    private final KeyTemplate url;
    private final Page page;
    private final HttpClient client;
    private final Tokens tokens;
    private final KnownPages pages = new KnownPages();
    private final AtomicLong nonces;
    private final ExecutorService requests;
    private Told told = Told.NOTHING;

    /** What one page said. */
    private record Looked(List<Reading> readings, Told told) {}

    HttpStage(Timeline timeline, HttpSettings settings) {
        this.timeline = timeline;
        this.settings = settings;
        this.url = KeyTemplate.of(settings.url());
        this.page = new Page(settings.count(), settings.cycle());
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.tokens = new Tokens(timeline, settings.auth(), client, settings.timeout());
        this.nonces = new AtomicLong(timeline.now().toEpochMilli());
        this.requests = Executors.newFixedThreadPool(settings.parallelism(), task -> {
            Thread thread = new Thread(task, "rung-http-stage");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public List<Reading> read(Set<StockKey> keys) throws InterruptedException {
        Map<String, Set<StockKey>> pages = new LinkedHashMap<>();
        for (StockKey key : keys) {
            pages.computeIfAbsent(url.fill(key, HttpStage::encode), address -> new HashSet<>())
                    .add(key);
        }
        List<Callable<Looked>> looks = new ArrayList<>();
        pages.forEach((address, shown) -> looks.add(() -> look(address, shown)));
        List<Reading> readings = new ArrayList<>();
        told = Told.NOTHING;
        for (Future<Looked> look : requests.invokeAll(looks)) {
            try {
                readings.addAll(look.get().readings());
                told = told.and(look.get().told());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a look at a page failed unforeseen", e.getCause());
            }
        }
        return readings;
    }

    @Override
    public Told told() {
        return told;
    }

    private Looked look(String address, Set<StockKey> keys) throws InterruptedException {
        Instant begun = timeline.now();
        Optional<String> access = Optional.empty();
        try {
            access = tokens.header();
            Answered answered = ask(address, access);
            if (answered.response.statusCode() == UNAUTHORIZED && tokens.renewable(access)) {
                access = tokens.header();
                answered = ask(address, access);
            }
            return new Looked(readings(address, keys, answered), told(answered.response));
        } catch (Tokens.Refused e) {
            return unread(gap(begun, keys, e.fault(), String.valueOf(e.getMessage())));
        } catch (TimeoutException e) {
            return unread(gap(
                    begun,
                    keys,
                    Fault.TIMEOUT,
                    Addresses.shown(address) + " did not answer within "
                            + settings.timeout().toMillis()
                            + " ms; is the server overloaded, or is timeout too short?"));
        } catch (ExecutionException e) {
            return unread(gap(
                    begun,
                    keys,
                    Fault.UNREACHABLE,
                    "cannot read " + Addresses.shown(address) + ": " + Reasons.of(e, settings.secrets(access))
                            + "; is the server up, and is url right?"));
        }
    }

    private static Looked unread(Reading.Gap gap) {
        return new Looked(List.of(gap), Told.NOTHING);
    }

    /** How long a cache had held what was read; of what was not read nobody counts the age. */
    private static Told told(HttpResponse<byte[]> response) {
        boolean isRead = List.of(OK, NOT_MODIFIED, NOT_FOUND).contains(response.statusCode());
        return new Told(Optional.empty(), isRead ? CacheHeaders.age(response.headers()) : Optional.empty());
    }

    /** What came back for one request with this Authorization, of which the page at {@code known} was the newest that was known. */
    private record Answered(
            Instant askedAt,
            Instant answeredAt,
            HttpResponse<byte[]> response,
            Optional<KnownPages.Known> known,
            Optional<String> access) {}

    private Answered ask(String address, Optional<String> access)
            throws InterruptedException, TimeoutException, ExecutionException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(aroundCaches(address)))
                .setHeader("User-Agent", "rung")
                .setHeader("Accept-Encoding", "identity");
        if (settings.caches().around()) {
            request.setHeader("Cache-Control", "no-cache").setHeader("Pragma", "no-cache");
        }
        access.ifPresent(value -> request.setHeader("Authorization", value));
        settings.headers().forEach(request::setHeader);
        Optional<KnownPages.Known> known = settings.caches().conditional() ? pages.at(address) : Optional.empty();
        known.ifPresent(page -> request.setHeader("If-None-Match", page.etag()));
        Instant askedAt = timeline.now();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.GET().build(), head -> new BoundedBody(LONGEST_BODY_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
            return new Answered(askedAt, timeline.now(), response, known, access);
        } catch (TimeoutException | InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    /** The same address to the server, and another one to each cache. */
    private String aroundCaches(String address) {
        return settings.caches()
                .parameter()
                .map(name -> address + (address.contains("?") ? "&" : "?") + name + "=" + nonces.incrementAndGet())
                .orElse(address);
    }

    private List<Reading> readings(String address, Set<StockKey> keys, Answered answered) {
        HttpResponse<byte[]> response = answered.response;
        Instant askedAt = answered.askedAt;
        Instant answeredAt = answered.answeredAt;
        int status = response.statusCode();
        logCaches(address, response.headers());
        SecretWords secrets = settings.secrets(answered.access);
        if (status == NOT_FOUND) {
            return List.of(new Reading.Counts(askedAt, answeredAt, Map.of(), keys, Cycle.unknown()));
        }
        if (status == NOT_MODIFIED && answered.known.isPresent()) {
            KnownPages.Known page = answered.known.get();
            return this.page.read(address, page.body(), Optional.of(page.etag()), keys, askedAt, answeredAt, secrets);
        }
        if (status != OK) {
            return List.of(
                    new Reading.Gap(askedAt, answeredAt, keys, fault(status), refusal(address, response, secrets)));
        }
        String encoding = response.headers().firstValue("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            return List.of(new Reading.Gap(
                    askedAt,
                    answeredAt,
                    keys,
                    Fault.MALFORMED,
                    Addresses.shown(address) + " answers in the encoding " + Reasons.excerpt(secrets.hiddenIn(encoding))
                            + ", though it was asked for none; does it heed Accept-Encoding?"));
        }
        Optional<String> etag = response.headers().firstValue("ETag");
        if (settings.caches().conditional()) {
            pages.fetched(address, etag, response.body());
        }
        return page.read(address, response.body(), etag, keys, askedAt, answeredAt, secrets);
    }

    /** What caches say of themselves. */
    private static void logCaches(String address, HttpHeaders headers) {
        if (log.isDebugEnabled()) {
            Map<String, String> said = new TreeMap<>();
            for (String name : List.of("Age", "X-Cache", "Cache-Control", "Date", "ETag")) {
                headers.firstValue(name).ifPresent(value -> said.put(name, value));
            }
            log.debug("{}: {}", Addresses.shown(address), said);
        }
    }

    private Reading.Gap gap(Instant askedAt, Set<StockKey> keys, Fault fault, String reason) {
        return new Reading.Gap(askedAt, timeline.now(), keys, fault, reason);
    }

    private static Fault fault(int status) {
        return switch (status) {
            case 401, 403, 407 -> Fault.DENIED;
            case 429, 503 -> Fault.OVERLOADED;
            case 504 -> Fault.TIMEOUT;
            default -> status >= 500 ? Fault.FAILED : Fault.MALFORMED;
        };
    }

    private String refusal(String address, HttpResponse<byte[]> response, SecretWords secrets) {
        int status = response.statusCode();
        String cure =
                switch (status) {
                    case 301, 302, 303, 307, 308 -> "; write the address that it moved to into url";
                    case 401, 403 ->
                        settings.auth() instanceof HttpAuth.None
                                ? "; are the headers that grant access right?"
                                : "; is auth right?";
                    case 429 -> "; poll more rarely, or read fewer keys";
                    default -> "";
                };
        String text = Reasons.excerpt(secrets.hiddenIn(new String(response.body(), StandardCharsets.UTF_8)));
        return Addresses.shown(address) + " answered with status " + status + cure
                + (text.isEmpty() ? "" : "; it says: " + text);
    }

    /** As a part of a path or a query: everything but letters, digits and {@code -._~} in percent form. */
    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public int keysPerLook() {
        return settings.budget();
    }

    @Override
    public void close() {
        requests.shutdownNow();
    }
}
