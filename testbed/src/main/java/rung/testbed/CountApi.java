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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The HTTP interface of one pipeline whose counts are in memory: {@code /NAME/inventory/{store}/{sku}} answers with the count
 * and the snapshot that it is of, as the shop's API does, and {@code /livez} with 200.
 */
final class CountApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads;

    private CountApi(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    static CountApi start(String pipeline, Supplier<TableView.Counts> counts) throws IOException {
        HttpServer server = Loopback.newServer();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, Daemons.named(pipeline + "-api"));
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, pipeline, counts));
        server.start();
        return new CountApi(server, threads);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        Daemons.end(threads);
    }

    private static void handle(HttpExchange exchange, String pipeline, Supplier<TableView.Counts> counts)
            throws IOException {
        try (exchange) {
            Answer answer = exchange.getRequestMethod().equals("GET")
                    ? answer(exchange.getRequestURI().getRawPath(), pipeline, counts.get())
                    : Answer.error(405, "only GET is served");
            byte[] body = JSON.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Answer answer(String path, String pipeline, TableView.Counts counts) {
        if (path.equals("/livez")) {
            return new Answer(200, JSON.createObjectNode().put("status", "alive"));
        }
        String[] parts = path.substring(1).split("/", -1);
        if (parts.length != 4 || !parts[0].equals(pipeline) || !parts[1].equals("inventory")) {
            return Answer.error(404, "nothing is served at " + path);
        }
        String store = URLDecoder.decode(parts[2], StandardCharsets.UTF_8);
        String sku = URLDecoder.decode(parts[3], StandardCharsets.UTF_8);
        Long quantity = counts.stores().getOrDefault(store, Map.of()).get(sku);
        if (quantity == null) {
            return Answer.error(404, "no such unit: " + store + "/" + sku);
        }
        return new Answer(
                200,
                JSON.createObjectNode()
                        .put("store", store)
                        .put("sku", sku)
                        .put("quantity", quantity)
                        .put("snapshot", Long.toString(counts.snapshot())));
    }

    private record Answer(int status, ObjectNode body) {
        static Answer error(int status, String error) {
            return new Answer(status, JSON.createObjectNode().put("error", error));
        }
    }
}
