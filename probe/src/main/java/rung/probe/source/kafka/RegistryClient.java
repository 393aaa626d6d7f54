package rung.probe.source.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import rung.probe.wire.Addresses;
import rung.probe.wire.BoundedBody;
import rung.probe.wire.Reasons;
import rung.probe.wire.SecretWords;

/**
 * Asks a registry for the number of a schema.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html#subjects">Schema Registry API</a>
 */
final class RegistryClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int LONGEST_BODY_BYTES = 1 << 20;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Registry registry;
    private final String subject;
    private final Duration timeout;
    private final SecretWords secrets;

    RegistryClient(Registry registry, String subject) {
        this(registry, subject, TIMEOUT);
    }

    RegistryClient(Registry registry, String subject, Duration timeout) {
        this.registry = registry;
        this.subject = subject;
        this.timeout = timeout;
        this.secrets = SecretWords.of(registry.headers().values());
    }

    /**
     * The number of {@code schema}, which is registered first where that is wanted.
     *
     * @throws IOException with cause and cure, when there is none
     */
    int id(String schema) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = ask(schema, registry.register() ? "/versions" : "");
        if (response.statusCode() == OK) {
            return id(response);
        }
        throw refusal(response);
    }

    /**
     * Looks for the schema and registers nothing.
     *
     * @throws IOException with cause and cure, when it would have no number
     */
    void check(String schema) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = ask(schema, "");
        if (response.statusCode() == OK) {
            id(response);
        } else if (response.statusCode() != NOT_FOUND || !registry.register()) {
            throw refusal(response);
        }
    }

    /**
     * The number of the subject's newest schema.
     *
     * @param type that it has to be of, such as {@code PROTOBUF}
     * @throws IOException with cause and cure, when there is none
     */
    int newest(String type) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = answer(request("/versions/latest").GET());
        if (response.statusCode() != OK) {
            throw refusal(response);
        }
        String found = body(response).path("schemaType").asText("AVRO");
        if (!found.equals(type)) {
            throw new IOException("the schema of " + subject + " is " + found + ", not " + type
                    + "; write the format or the subject that the pipeline reads");
        }
        return id(response);
    }

    private IOException refusal(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String said = Reasons.excerpt(secrets.hiddenIn(new String(response.body(), StandardCharsets.UTF_8)));
        String at = " at " + Addresses.shown(registry.url());
        return new IOException(
                switch (status) {
                    case 401, 403 ->
                        "the schema registry" + at + " refuses to let Rung in (status " + status
                                + "); are the headers that grant access right?";
                    case NOT_FOUND ->
                        "the schema is not registered under " + subject + at + ", or nothing is there: " + said
                                + "; register it or write register: true, and is registry.url right?";
                    case 409, 422 ->
                        "the schema registry" + at + " does not take the schema for " + subject + ": " + said
                                + "; write the schema that the pipeline reads";
                    default ->
                        "the schema registry" + at + " answered with status " + status + ": " + said
                                + "; is registry.url right?";
                });
    }

    private HttpResponse<byte[]> ask(String schema, String below) throws IOException, InterruptedException {
        String body = JSON.writeValueAsString(Map.of("schema", schema, "schemaType", "AVRO"));
        return answer(request(below).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String below) {
        String path = "/subjects/"
                + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20") + below;
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(registry.url().replaceFirst("/+$", "") + path))
                .setHeader("Content-Type", "application/vnd.schemaregistry.v1+json")
                .setHeader("User-Agent", "rung");
        registry.headers().forEach(request::setHeader);
        return request;
    }

    private HttpResponse<byte[]> answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .sendAsync(request.build(), head -> new BoundedBody(LONGEST_BODY_BYTES));
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    "the schema registry at " + Addresses.shown(registry.url()) + " did not answer within "
                            + timeout.toMillis() + " ms; is it overloaded, and is registry.url right?",
                    e);
        } catch (ExecutionException e) {
            throw new IOException(
                    "cannot reach the schema registry at " + Addresses.shown(registry.url()) + ": "
                            + Reasons.of(e, secrets) + "; is it up, and is registry.url right?",
                    e);
        } finally {
            answer.cancel(true);
        }
    }

    private int id(HttpResponse<byte[]> response) throws IOException {
        JsonNode id = body(response).path("id");
        if (!id.isInt()) {
            throw new IOException(notARegistry());
        }
        return id.intValue();
    }

    private JsonNode body(HttpResponse<byte[]> response) throws IOException {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IOException(notARegistry(), e);
        }
    }

    private String notARegistry() {
        return "what answers at " + Addresses.shown(registry.url())
                + " gives no number for a schema; is registry.url right?";
    }
}
