package rung.probe.stage.iceberg;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A door before a REST catalog: remembers what is said, lets in whom its keeper lets in, and hands the rest on. */
final class Door implements AutoCloseable {
    /** A request as it came. */
    record Said(String method, URI uri, Headers headers, String body) {
        /** What stands in a header; empty when it is absent. */
        String header(String name) {
            return Optional.ofNullable(headers.getFirst(name)).orElse("");
        }
    }

    /** What goes back in place of the catalog's answer. */
    record Answer(int status, String json) {
        static Answer refused() {
            return new Answer(401, "{\"error\":{\"message\":\"no\",\"type\":\"NotAuthorizedException\",\"code\":401}}");
        }
    }

    /** Decides about each request. */
    interface Keeper {
        /** An answer of its own; empty to hand the request on. */
        Optional<Answer> answer(Said said);

        /** What becomes of the catalog's answer. */
        default String handed(Said said, String json) {
            return json;
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "door");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI catalog;
    private final Keeper keeper;
    private final List<Said> heard = new CopyOnWriteArrayList<>();

    private Door(HttpServer server, URI catalog, Keeper keeper) {
        this.server = server;
        this.catalog = catalog;
        this.keeper = keeper;
    }

    static Door before(URI catalog, Keeper keeper) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Door door = new Door(server, catalog, keeper);
        server.createContext("/", door::pass);
        server.setExecutor(door.threads);
        server.start();
        return door;
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Said> heard() {
        return heard;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Said said = new Said(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    exchange.getRequestHeaders(),
                    new String(body, StandardCharsets.UTF_8));
            heard.add(said);
            Optional<Answer> own = keeper.answer(said);
            if (own.isPresent()) {
                send(exchange, own.get().status(), own.get().json());
                return;
            }
            HttpResponse<String> answer = ask(said, body);
            answer.headers().firstValue("ETag").ifPresent(tag -> exchange.getResponseHeaders()
                    .set("ETag", tag));
            String json = answer.statusCode() == 200 ? keeper.handed(said, answer.body()) : answer.body();
            send(exchange, answer.statusCode(), json);
        }
    }

    private HttpResponse<String> ask(Said said, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        catalog.resolve(said.uri().toString()))
                .method(said.method(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : List.of("Content-Type", "If-None-Match")) {
            if (!said.header(name).isEmpty()) {
                request.header(name, said.header(name));
            }
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        boolean none = body.length == 0 || status == 304 || status == 204;
        exchange.sendResponseHeaders(status, none ? -1 : body.length);
        if (!none) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
