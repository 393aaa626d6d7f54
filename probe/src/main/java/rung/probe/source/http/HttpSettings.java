package rung.probe.source.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import rung.core.config.Section;
import rung.core.time.Timeline;
import rung.probe.source.Misfit;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.source.SourceSettings;
import rung.probe.source.SourceTraits;
import rung.probe.source.TransactionTemplate;
import rung.probe.wire.Addresses;

/**
 * An API of the point of sale.
 *
 * @param url template of the address; values are encoded for it
 * @param method with which a transaction is sent, {@code POST} or {@code PUT}
 * @param headers templates of further headers, by name; may hold secrets, which no message repeats
 * @param body template of the request's body, as JSON
 * @param idempotencyHeader name of the header by which the server knows a transaction that comes again
 * @param idempotencyKey template of that header's value
 * @param accepted status codes that say that the transaction entered
 * @param check how to look whether it could enter, without sending one
 * @param parallelism requests that may be under way together
 * @param deliveryTimeout after which a transaction without an answer is refused
 */
public record HttpSettings(
        String url,
        String method,
        Map<String, String> headers,
        String body,
        String idempotencyHeader,
        String idempotencyKey,
        Set<Integer> accepted,
        Check check,
        int parallelism,
        Duration deliveryTimeout)
        implements SourceSettings {
    public static final String DEFAULT_METHOD = "POST";
    public static final String DEFAULT_IDEMPOTENCY_HEADER = "Idempotency-Key";
    public static final String DEFAULT_IDEMPOTENCY_KEY = "{transaction}";
    public static final Set<Integer> DEFAULT_ACCEPTED = Set.of(200, 201, 202, 204);
    public static final int DEFAULT_PARALLELISM = 8;
    public static final Duration DEFAULT_DELIVERY_TIMEOUT = Duration.ofSeconds(30);

    private static final int MOST_PARALLEL = 64;
    private static final int LEAST_STATUS = 200;
    private static final int MOST_STATUS = 599;
    private static final Duration LONGEST_DELIVERY = Duration.ofHours(1);
    private static final Map<String, String> METHODS = new TreeMap<>(Map.of("post", "POST", "put", "PUT"));

    /** How to look whether transactions could enter. Requests of these methods change nothing. */
    public enum Check {
        OPTIONS,
        HEAD,
        GET,
        /** Only whether the server takes connections. */
        CONNECT
    }

    public HttpSettings {
        headers = Map.copyOf(headers);
        accepted = Set.copyOf(accepted);
        TransactionTemplate.json(body);
        TransactionTemplate.text(idempotencyKey);
        requireUrl(url);
        requireHeader(idempotencyHeader, "1");
        headers.forEach((name, value) -> {
            TransactionTemplate.text(value);
            requireHeader(name, "1");
        });
        if (!METHODS.containsValue(method)) {
            throw new IllegalArgumentException("method is " + method + "; write post or put");
        }
        if (accepted.isEmpty() || accepted.stream().anyMatch(code -> code < LEAST_STATUS || code > MOST_STATUS)) {
            throw new IllegalArgumentException("accept has a status that is no answer; write numbers from 200 to 599");
        }
        if (parallelism < 1 || parallelism > MOST_PARALLEL) {
            throw new IllegalArgumentException("parallelism is " + parallelism + "; write 1 to " + MOST_PARALLEL);
        }
        if (deliveryTimeout.toMillis() < 1 || deliveryTimeout.compareTo(LONGEST_DELIVERY) > 0) {
            throw new IllegalArgumentException("delivery timeout is " + deliveryTimeout + "; write 1ms to 1h");
        }
    }

    /** An API with the defaults. */
    public static HttpSettings of(String url, String body) {
        return new HttpSettings(
                url,
                DEFAULT_METHOD,
                Map.of(),
                body,
                DEFAULT_IDEMPOTENCY_HEADER,
                DEFAULT_IDEMPOTENCY_KEY,
                DEFAULT_ACCEPTED,
                Check.OPTIONS,
                DEFAULT_PARALLELISM,
                DEFAULT_DELIVERY_TIMEOUT);
    }

    /**
     * Reads the settings of a configuration.
     *
     * @throws IllegalArgumentException with cause and cure, when they cannot work
     */
    public static HttpSettings read(Section section) {
        return new HttpSettings(
                section.text("url"),
                section.choice("method", METHODS, DEFAULT_METHOD),
                section.properties("headers"),
                section.text("body"),
                section.text("idempotency-header", DEFAULT_IDEMPOTENCY_HEADER),
                section.text("idempotency-key", DEFAULT_IDEMPOTENCY_KEY),
                statuses(section.textsIfPresent("accept")),
                section.choice("check", checks(), Check.OPTIONS),
                section.integer("parallelism", 1, MOST_PARALLEL, DEFAULT_PARALLELISM),
                section.duration("delivery-timeout", DEFAULT_DELIVERY_TIMEOUT));
    }

    private static Set<Integer> statuses(List<String> written) {
        if (written.isEmpty()) {
            return DEFAULT_ACCEPTED;
        }
        Set<Integer> statuses = new TreeSet<>();
        for (String status : written) {
            if (!status.strip().matches("[2-5][0-9]{2}")) {
                throw new IllegalArgumentException(
                        "accept has \"" + status + "\", which is no status; write numbers such as 201");
            }
            statuses.add(Integer.valueOf(status.strip()));
        }
        return statuses;
    }

    private static Map<String, Check> checks() {
        Map<String, Check> checks = new LinkedHashMap<>();
        for (Check check : Check.values()) {
            checks.put(check.name().toLowerCase(Locale.ROOT), check);
        }
        return checks;
    }

    @Override
    public SourceTraits traits() {
        return new SourceTraits(
                "a status that accepts it has arrived; this machine's clock",
                Optional.of("two requests with the same " + idempotencyHeader));
    }

    @Override
    public Optional<Misfit> misfit(ReservedKeys reserved) {
        return TransactionTemplate.json(body).misfit(reserved).map(misfit -> new Misfit("body", misfit));
    }

    @Override
    public Source open(Timeline timeline, ReservedKeys reserved) {
        misfit(reserved).ifPresent(misfit -> {
            throw new IllegalArgumentException(misfit.message());
        });
        return new Source(new HttpTill(timeline, this), reserved);
    }

    /** Leaves the headers' values out. */
    @Override
    public String toString() {
        return "HttpSettings[url=" + Addresses.shown(url) + ", method=" + method + ", headers=" + headers.keySet()
                + "]";
    }

    private static void requireUrl(String url) {
        URI uri;
        try {
            uri = PosRequest.example(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("url is no URL: " + e.getMessage(), e);
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null) {
            throw new IllegalArgumentException("url " + Addresses.shown(url) + " does not begin with http://host or"
                    + " https://host; write it like https://pos.example/transactions");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "url has a user or password in it, which is never sent; use an Authorization header");
        }
    }

    private static void requireHeader(String name, String value) {
        try {
            HttpRequest.newBuilder().setHeader(name, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("header " + name + " cannot be sent; leave it out", e);
        }
    }
}
