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
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP interface of all three pipelines. Answers are JSON; an unknown path, store or SKU is a 404 that says so. */
final class ShopApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads;
    private final HotView hot;
    private final Lakehouse lakehouse;
    private final Warehouse warehouse;

    private ShopApi(HttpServer server, ExecutorService threads, HotView hot, Lakehouse lakehouse, Warehouse warehouse) {
        this.server = server;
        this.threads = threads;
        this.hot = hot;
        this.lakehouse = lakehouse;
        this.warehouse = warehouse;
    }

    static ShopApi start(HotView hot, Lakehouse lakehouse, Warehouse warehouse) throws IOException {
        HttpServer server = Loopback.newServer();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, Daemons.named("api"));
        ShopApi api = new ShopApi(server, threads, hot, lakehouse, warehouse);
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
        if (path.length < 3 || path.length > 4 || !path[1].equals("inventory")) {
            return Answer.error(404, "nothing is served at " + uri.getRawPath());
        }
        if (path.length == 3) {
            return path[0].equals("warehouse")
                    ? store(path[2], warehouse.query())
                    : Answer.error(404, "nothing is served at " + uri.getRawPath());
        }
        return switch (path[0]) {
            case "hot" -> hot(path[2], path[3]);
            case "lakehouse" -> unit(path[2], path[3], lakehouse.view().counts());
            case "warehouse" -> unit(path[2], path[3], warehouse.query());
            default -> Answer.error(404, "nothing is served at " + uri.getRawPath());
        };
    }

    private Answer hot(String store, String sku) throws IOException {
        OptionalLong quantity = hot.quantity(store, sku);
        return quantity.isEmpty() ? unknown(store, sku) : new Answer(200, body(store, sku, quantity.getAsLong()));
    }

    private static Answer unit(String store, String sku, TableView.Counts counts) {
        Long quantity = counts.stores().getOrDefault(store, Map.of()).get(sku);
        if (quantity == null) {
            return unknown(store, sku);
        }
        return new Answer(200, body(store, sku, quantity).put("snapshot", Long.toString(counts.snapshot())));
    }

    private static Answer store(String store, TableView.Counts counts) {
        Map<String, Long> skus = counts.stores().get(store);
        if (skus == null) {
            return Answer.error(404, "no such store: " + store);
        }
        ObjectNode body = JSON.createObjectNode().put("store", store);
        ObjectNode items = body.putObject("items");
        new TreeMap<>(skus).forEach((sku, quantity) -> items.putObject(sku).put("quantity", quantity));
        return new Answer(200, body.put("snapshot", Long.toString(counts.snapshot())));
    }

    private static ObjectNode body(String store, String sku, long quantity) {
        return JSON.createObjectNode().put("store", store).put("sku", sku).put("quantity", quantity);
    }

    private static Answer unknown(String store, String sku) {
        return Answer.error(404, "no such unit: " + store + "/" + sku);
    }

    private record Answer(int status, ObjectNode body) {
        static Answer error(int status, String error) {
            return new Answer(status, JSON.createObjectNode().put("error", error));
        }
    }
}
