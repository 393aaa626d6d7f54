package rung.probe.source.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/**
 * A schema registry that speaks what is needed of Confluent's API: look a schema up under a subject, register it there,
 * and give it by its number. Schemas are the same when they are the same to Avro, however they are written.
 */
final class TestRegistry implements AutoCloseable {
    private static final Pattern SUBJECT = Pattern.compile("/subjects/([^/]+)(/versions)?");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final String word;
    private final List<String> schemas = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> subjects = new ConcurrentHashMap<>();
    private final Set<String> protobuf = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private TestRegistry(HttpServer server, String word) {
        this.server = server;
        this.word = word;
    }

    /** @param word that a bearer has to say */
    static TestRegistry start(String word) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TestRegistry registry = new TestRegistry(server, word);
        server.createContext("/", registry::serve);
        server.start();
        return registry;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int register(String subject, String schema) {
        String same = new Schema.Parser().parse(schema).toString();
        if (!schemas.contains(same)) {
            schemas.add(same);
        }
        subjects.put(subject, schemas.indexOf(same) + 100);
        return schemas.indexOf(same) + 100;
    }

    int registerProtobuf(String subject, String schema) {
        schemas.add(schema);
        subjects.put(subject, schemas.size() - 1 + 100);
        protobuf.add(subject);
        return schemas.size() - 1 + 100;
    }

    String schema(int id) {
        return schemas.get(id - 100);
    }

    Set<String> subjects() {
        return new TreeSet<>(subjects.keySet());
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + path);
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            Matcher asked = SUBJECT.matcher(path);
            if (!("Bearer " + word).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, Map.of("error_code", 401, "message", "who is " + word + "?"));
            } else if (exchange.getRequestMethod().equals("GET") && path.endsWith("/versions/latest")) {
                newest(exchange, path.split("/", -1)[2]);
            } else if (!exchange.getRequestMethod().equals("POST") || !asked.matches()) {
                answer(exchange, 404, Map.of("error_code", 404, "message", "HTTP 404 Not Found"));
            } else if (asked.group(2) != null) {
                answer(
                        exchange,
                        200,
                        Map.of(
                                "id",
                                register(asked.group(1), body.path("schema").asText())));
            } else {
                lookUp(exchange, asked.group(1), body.path("schema").asText());
            }
        }
    }

    /** As in the API, the kind is left out where it is Avro. */
    private void newest(HttpExchange exchange, String subject) throws IOException {
        Integer id = subjects.get(subject);
        if (id == null) {
            answer(exchange, 404, Map.of("error_code", 40401, "message", "Subject '" + subject + "' not found."));
        } else if (protobuf.contains(subject)) {
            answer(
                    exchange,
                    200,
                    Map.of("subject", subject, "id", id, "version", 1, "schema", schema(id), "schemaType", "PROTOBUF"));
        } else {
            answer(exchange, 200, Map.of("subject", subject, "id", id, "version", 1, "schema", schema(id)));
        }
    }

    private void lookUp(HttpExchange exchange, String subject, String schema) throws IOException {
        Integer id = subjects.get(subject);
        if (id == null) {
            answer(exchange, 404, Map.of("error_code", 40401, "message", "Subject '" + subject + "' not found."));
        } else if (!schema(id).equals(new Schema.Parser().parse(schema).toString())) {
            answer(exchange, 404, Map.of("error_code", 40403, "message", "Schema not found"));
        } else {
            answer(exchange, 200, Map.of("subject", subject, "id", id, "version", 1, "schema", schema(id)));
        }
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> said) throws IOException {
        byte[] bytes = JSON.writeValueAsString(said).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
