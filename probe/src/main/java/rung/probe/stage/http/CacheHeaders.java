package rung.probe.stage.http;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rung.core.measure.CacheAge;

/** What an answer says of the caches on its way (RFC 9111). */
final class CacheHeaders {
    /** Some thirty years; an answer that says more of itself says nothing. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private static final Pattern DIRECTIVE = Pattern.compile("([A-Za-z-]+)(?:\\s*=\\s*(\"[^\"]*\"|[^\\s,\"]*))?");

    private CacheHeaders() {}

    /** How long a cache had held the answer; empty when none says that it gave it: only caches write {@code Age}. */
    static Optional<CacheAge> age(HttpHeaders headers) {
        return headers.firstValue("Age")
                .flatMap(written -> seconds(written.split(",", 2)[0]))
                .map(age -> CacheAge.of(age, life(headers.allValues("Cache-Control"))));
    }

    /** The life that the answer declares for caches that are shared, as all are between a shop and the probe. */
    private static Optional<Duration> life(List<String> cacheControl) {
        return value(cacheControl, "s-maxage").or(() -> value(cacheControl, "max-age"));
    }

    private static Optional<Duration> value(List<String> cacheControl, String name) {
        for (String line : cacheControl) {
            Matcher directive = DIRECTIVE.matcher(line);
            while (directive.find()) {
                if (directive.group(1).equalsIgnoreCase(name) && directive.group(2) != null) {
                    return seconds(directive.group(2).replace("\"", ""));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Duration> seconds(String written) {
        String text = written.strip();
        return SECONDS.matcher(text).matches()
                ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                : Optional.empty();
    }
}
