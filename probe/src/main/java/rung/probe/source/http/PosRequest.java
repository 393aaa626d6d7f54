package rung.probe.source.http;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import rung.core.measure.Injection;
import rung.probe.source.Trace;
import rung.probe.source.TransactionTemplate;

/** The requests for transactions, from the settings' templates, which are parsed once. */
final class PosRequest {
    private final HttpSettings settings;
    private final TransactionTemplate url;
    private final TransactionTemplate body;
    private final TransactionTemplate idempotencyKey;
    private final Map<String, TransactionTemplate> headers = new LinkedHashMap<>();

    PosRequest(HttpSettings settings) {
        this.settings = settings;
        this.url = TransactionTemplate.text(settings.url());
        this.body = TransactionTemplate.json(settings.body());
        this.idempotencyKey = TransactionTemplate.text(settings.idempotencyKey());
        settings.headers().forEach((name, value) -> headers.put(name, TransactionTemplate.text(value)));
    }

    HttpRequest of(Injection injection) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.fill(injection, PosRequest::encode)))
                .setHeader("User-Agent", "rung")
                .setHeader("Content-Type", "application/json")
                .setHeader("Rung-Synthetic", "true")
                .setHeader("traceparent", Trace.parent(injection))
                .setHeader(settings.idempotencyHeader(), idempotencyKey.fill(injection));
        headers.forEach((name, value) -> request.setHeader(name, value.fill(injection)));
        return request.method(settings.method(), HttpRequest.BodyPublishers.ofString(body.fill(injection)))
                .build();
    }

    /** A request that changes nothing, to an address that a transaction would have. */
    HttpRequest check() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(example(settings.url())).setHeader("User-Agent", "rung");
        headers.forEach((name, value) -> request.setHeader(name, value.fillExample()));
        return request.method(settings.check().name(), HttpRequest.BodyPublishers.noBody())
                .build();
    }

    /** The address that {@code url} is for a transaction that means nothing. */
    static URI example(String url) {
        return URI.create(TransactionTemplate.text(url).fillExample());
    }

    /** As a part of a path or a query: everything but letters, digits and {@code -._~} in percent form. */
    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
