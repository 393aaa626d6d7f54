package rung.testbed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The HTTP interface of pipelines: {@code /{pipeline}/inventory/{store}/{sku}}, and {@code /{pipeline}/inventory/{store}} of those
 * that know all of a store. Answers are JSON; an unknown path, store or SKU is a 404 that says so.
 */
final class CountApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Map<String, CountSource> pipelines;

    private CountApi(HttpServer server, ExecutorService threads, Map<String, CountSource> pipelines) {
        this.server = server;
        this.threads = threads;
        this.pipelines = Map.copyOf(pipelines);
    }

    /** Serves one pipeline whose counts are in memory. */
    static CountApi start(String pipeline, Supplier<TableView.Counts> counts) throws IOException {
        return start(Map.of(pipeline, CountSource.of(counts)));
    }

    /** Serves the counts of each pipeline below its name, on a free port of 127.0.0.1. */
    static CountApi start(Map<String, CountSource> pipelines) throws IOException {
        HttpServer server = Loopback.newServer();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, Daemons.named("api"));
        CountApi api = new CountApi(server, threads, pipelines);
        server.setExecutor(threads);
        server.createContext("/", api::handle);
        server.start();
        return api;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        Daemons.end(threads);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            if (!exchange.getRequestMethod().equals("GET")) {
                answer = Answer.error(405, "only GET is served");
            } else {
                try {
                    answer = answer(exchange.getRequestURI());
                } catch (IOException e) {
                    answer = Answer.error(503, String.valueOf(e.getMessage()));
                }
            }
            byte[] body = JSON.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(URI uri) throws IOException {
        String[] path = uri.getRawPath().substring(1).split("/", -1);
        for (int part = 0; part < path.length; part++) {
            path[part] = URLDecoder.decode(path[part], StandardCharsets.UTF_8);
        }
        if (path.length == 1 && path[0].equals("livez")) {
            return new Answer(200, JSON.createObjectNode().put("status", "alive"));
        }
        CountSource counts = pipelines.get(path[0]);
        if (counts == null || path.length < 3 || path.length > 4 || !path[1].equals("inventory")) {
            return Answer.error(404, "nothing is served at " + uri.getRawPath());
        }
        return path.length == 3
                ? store(path[2], counts.store(path[2]))
                : unit(path[2], path[3], counts.unit(path[2], path[3]));
    }

    private static Answer unit(String store, String sku, Optional<CountSource.Count> count) {
        if (count.isEmpty()) {
            return Answer.error(404, "no such unit: " + store + "/" + sku);
        }
        ObjectNode body = JSON.createObjectNode()
                .put("store", store)
                .put("sku", sku)
                .put("quantity", count.get().quantity());
        count.get().snapshot().ifPresent(snapshot -> body.put("snapshot", Long.toString(snapshot)));
        return new Answer(200, body);
    }

    private static Answer store(String store, Optional<CountSource.StoreCounts> counts) {
        if (counts.isEmpty()) {
            return Answer.error(404, "no such store: " + store);
        }
        ObjectNode body = JSON.createObjectNode().put("store", store);
        ObjectNode items = body.putObject("items");
        new TreeMap<>(counts.get().skus())
                .forEach((sku, quantity) -> items.putObject(sku).put("quantity", quantity));
        return new Answer(200, body.put("snapshot", Long.toString(counts.get().snapshot())));
    }

    private record Answer(int status, ObjectNode body) {
        static Answer error(int status, String error) {
            return new Answer(status, JSON.createObjectNode().put("error", error));
        }
    }
}
