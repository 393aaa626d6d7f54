package rung.probe.stage.trino;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers statements as Trino's protocol does, each with one whole answer, and remembers them. */
final class FakeTrino implements AutoCloseable {
    /** What is answered to one statement. */
    record Answer(int status, String body) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Function<String, Answer> answers;
    final List<String> statements = new CopyOnWriteArrayList<>();
    final List<Headers> headers = new CopyOnWriteArrayList<>();

    FakeTrino(Function<String, Answer> answers) throws IOException {
        this.answers = answers;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "jdbc:trino://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Rows of columns, each column a name with its type, such as {@code quantity bigint}. */
    static Answer rows(List<String> columns, List<List<Object>> rows) {
        List<Object> told = new ArrayList<>();
        for (String column : columns) {
            String[] words = column.split(" ", 2);
            List<Object> arguments =
                    words[1].equals("varchar") ? List.of(Map.of("kind", "LONG", "value", 2147483647)) : List.of();
            told.add(Map.of(
                    "name",
                    words[0],
                    "type",
                    words[1],
                    "typeSignature",
                    Map.of("rawType", words[1], "arguments", arguments)));
        }
        Map<String, Object> body = new LinkedHashMap<>(Map.of("columns", told, "stats", Map.of("state", "FINISHED")));
        if (!rows.isEmpty()) {
            body.put("data", rows);
        }
        return whole(body);
    }

    static Answer error(int code, String message) {
        Map<String, Object> failure = Map.of(
                "type", "io.trino.spi.TrinoException", "message", message, "suppressed", List.of(), "stack", List.of());
        return whole(new LinkedHashMap<>(Map.of(
                "stats",
                Map.of("state", "FAILED"),
                "error",
                Map.of(
                        "message",
                        message,
                        "errorCode",
                        code,
                        "errorName",
                        "SOME_ERROR",
                        "errorType",
                        "SOME_TYPE",
                        "failureInfo",
                        failure))));
    }

    private static Answer whole(Map<String, Object> body) {
        body.put("id", "query");
        body.put("infoUri", "http://127.0.0.1/");
        try {
            return new Answer(200, JSON.writeValueAsString(body));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String statement = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        statements.add(statement);
        headers.add(exchange.getRequestHeaders());
        Answer answer = answers.apply(statement);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
