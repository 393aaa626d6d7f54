package rung.probe.stage.http;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rung.core.config.Section;
import rung.core.measure.StockKey;
import rung.core.time.Timeline;
import rung.probe.stage.KeyTemplate;
import rung.probe.stage.Stage;
import rung.probe.stage.StageSettings;
import rung.probe.stage.StageTraits;
import rung.probe.wire.Addresses;
import rung.probe.wire.SecretWords;

/**
 * A count on a page of JSON, read as a shopper's browser reads it: through whatever caches lie in between, unless they are
 * to be gone around.
 *
 * @param url of the page, with {@code {store}} and perhaps {@code {sku}}; keys that share a page share its request
 * @param count JSON Pointer of the count on the page, such as {@code /quantity} or <code>/items/{sku}/quantity</code>
 * @param cycle JSON Pointer of what the page says of its own version, such as {@code /snapshot}
 * @param headers sent along; may hold secrets, which no message repeats
 * @param timeout of one request, from first byte out to last byte in
 * @param parallelism requests of one look that may be under way together
 * @param budget keys that one look asks for at most
 * @param auth how requests prove that they may read the page
 * @param caches what requests tell the caches on their way
 */
public record HttpSettings(
        String url,
        String count,
        Optional<String> cycle,
        Map<String, String> headers,
        Duration timeout,
        int parallelism,
        int budget,
        HttpAuth auth,
        CacheUse caches)
        implements StageSettings {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
    public static final int DEFAULT_PARALLELISM = 4;
    public static final int DEFAULT_BUDGET = 100;
    public static final int LARGEST_BUDGET = 1_000_000;

    private static final int MOST_PARALLEL = 64;
    private static final StockKey EXAMPLE = new StockKey("1", "1");

    public HttpSettings {
        headers = Map.copyOf(headers);
        requireUrl(url);
        KeyTemplate page = KeyTemplate.of(url);
        if (!page.namesSku() && !KeyTemplate.of(count).namesSku()) {
            throw new IllegalArgumentException("neither url nor count names {sku}; all SKUs would read the same count");
        }
        if (!page.namesStore() && !KeyTemplate.of(count).namesStore()) {
            throw new IllegalArgumentException(
                    "neither url nor count names {store}; all stores would read the same count");
        }
        requirePointer("count", KeyTemplate.of(count).fill(EXAMPLE, part -> part));
        cycle.ifPresent(pointer -> requirePointer("cycle", pointer));
        headers.forEach(HttpSettings::requireHeader);
        if (!(auth instanceof HttpAuth.None)
                && headers.keySet().stream().anyMatch(name -> name.equalsIgnoreCase("Authorization"))) {
            throw new IllegalArgumentException("headers has an Authorization beside auth; leave one of them out");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout is " + timeout + "; it must be longer than nothing");
        }
        if (parallelism < 1 || parallelism > MOST_PARALLEL) {
            throw new IllegalArgumentException("parallelism is " + parallelism + "; write 1 to " + MOST_PARALLEL);
        }
        if (budget < 1 || budget > LARGEST_BUDGET) {
            throw new IllegalArgumentException("budget is " + budget + "; write 1 to " + LARGEST_BUDGET);
        }
    }

    /** A page that asks for no proof of access, read through its caches. */
    public HttpSettings(
            String url,
            String count,
            Optional<String> cycle,
            Map<String, String> headers,
            Duration timeout,
            int parallelism,
            int budget) {
        this(url, count, cycle, headers, timeout, parallelism, budget, new HttpAuth.None(), CacheUse.through());
    }

    /** The same page with this proof of access. */
    public HttpSettings with(HttpAuth access) {
        return new HttpSettings(url, count, cycle, headers, timeout, parallelism, budget, access, caches);
    }

    /** The same page with this told to its caches. */
    public HttpSettings with(CacheUse use) {
        return new HttpSettings(url, count, cycle, headers, timeout, parallelism, budget, auth, use);
    }

    /** A page read with the defaults. */
    public static HttpSettings of(String url, String count) {
        return new HttpSettings(
                url, count, Optional.empty(), Map.of(), DEFAULT_TIMEOUT, DEFAULT_PARALLELISM, DEFAULT_BUDGET);
    }

    /**
     * Reads the settings of a configuration.
     *
     * @throws IllegalArgumentException with cause and cure, when they cannot work
     */
    public static HttpSettings read(Section section) {
        String url = section.text("url");
        String count = section.text("count");
        Optional<String> cycle = section.textIfPresent("cycle");
        Map<String, String> headers = section.properties("headers");
        Duration timeout = section.duration("timeout", DEFAULT_TIMEOUT);
        int parallelism = section.integer("parallelism", 1, MOST_PARALLEL, DEFAULT_PARALLELISM);
        // A page that lists a whole store costs one request, however many of its SKUs are waited for.
        int budget =
                section.integer("budget", 1, LARGEST_BUDGET, url.contains("{sku}") ? DEFAULT_BUDGET : LARGEST_BUDGET);
        CacheUse caches = CacheUse.read(section);
        HttpAuth auth = HttpAuth.read(section);
        return new HttpSettings(url, count, cycle, headers, timeout, parallelism, budget, auth, caches);
    }

    /**
     * What no message may repeat: what the headers say, and what {@code auth} holds beside names.
     *
     * @param access the Authorization header of a request, the token of an OAuth 2.0 server among them
     */
    SecretWords secrets(Optional<String> access) {
        List<String> values = new ArrayList<>(headers.values());
        access.ifPresent(header -> values.add(header.substring(header.indexOf(' ') + 1)));
        if (auth instanceof HttpAuth.Basic basic) {
            values.add(basic.password());
        } else if (auth instanceof HttpAuth.Bearer bearer) {
            values.add(bearer.token());
        } else if (auth instanceof HttpAuth.ClientCredentials login) {
            values.add(login.clientSecret());
        }
        return SecretWords.of(values);
    }

    @Override
    public StageTraits traits() {
        return new StageTraits(
                KeyTemplate.of(url).namesSku()
                        ? "a request for each key that is waited for, at most " + budget + " a look"
                        : "a request for each store of the keys that are waited for",
                StageTraits.BETWEEN_LOOKS,
                Optional.of(cycle.map(pointer -> "what the page says at " + pointer)
                        .orElse("the page's ETag, where it has one")));
    }

    @Override
    public Stage open(Timeline timeline) {
        return new HttpStage(timeline, this);
    }

    /** Leaves the headers' values out. */
    @Override
    public String toString() {
        return "HttpSettings[url=" + Addresses.shown(url) + ", count=" + count + ", headers=" + headers.keySet()
                + ", auth=" + auth + ", caches=" + caches + "]";
    }

    private static void requireUrl(String url) {
        String filled = KeyTemplate.of(url).fill(EXAMPLE, part -> part);
        URI uri;
        try {
            uri = URI.create(filled);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("url is no URL: " + e.getMessage(), e);
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null) {
            throw new IllegalArgumentException("url " + Addresses.shown(url) + " does not begin with http://host or"
                    + " https://host; write it like https://shop.example/inventory/{store}/{sku}");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "url has a user or password in it, which is never sent; use an Authorization header");
        }
    }

    private static void requirePointer(String name, String pointer) {
        try {
            JsonPointer.compile(pointer);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    name + " \"" + pointer + "\" is no JSON Pointer; it begins with a slash, such as /quantity", e);
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
