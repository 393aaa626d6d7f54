package rung.probe.stage.iceberg;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A storage that can only be read: remembers what it is asked, and answers as its dialect says. */
final class RecordingStorage implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    /** What goes back; to HEAD without the body, but with its length. */
    record Answer(int status, Map<String, String> headers, ByteBuffer body) {
        static Answer of(int status, String contentType, String body) {
            return new Answer(
                    status,
                    Map.of("Content-Type", contentType),
                    ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
        }

        Answer with(String header, String value) {
            Map<String, String> all = new HashMap<>(headers);
            all.put(header, value);
            return new Answer(status, all, body);
        }

        /** As much of {@code file} as {@code range}, a header's value, asks for; all of it when that is empty. */
        static Answer part(Path file, String range) throws IOException {
            byte[] all = Files.readAllBytes(file);
            Answer whole = new Answer(200, Map.of("Content-Type", "application/octet-stream"), ByteBuffer.wrap(all));
            Matcher asked = RANGE.matcher(range);
            if (!asked.matches()) {
                return whole;
            }
            int from = Integer.parseInt(asked.group(1));
            int to = Math.min(
                    all.length, asked.group(2).isEmpty() ? all.length : (int) (Long.parseLong(asked.group(2)) + 1));
            if (from >= all.length) {
                return Answer.of(416, "text/plain", "").with("Content-Range", "bytes */" + all.length);
            }
            return new Answer(
                            206,
                            whole.headers(),
                            ByteBuffer.wrap(all, from, to - from).slice())
                    .with("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + all.length);
        }
    }

    /** How a service speaks. */
    interface Dialect {
        Answer answer(Door.Said said) throws IOException;
    }

    private final HttpServer server;
    private final Dialect dialect;
    private final List<Door.Said> heard = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "recording-storage");
        thread.setDaemon(true);
        return thread;
    });

    private RecordingStorage(HttpServer server, Dialect dialect) {
        this.server = server;
        this.dialect = dialect;
    }

    static RecordingStorage speaking(Dialect dialect) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        RecordingStorage storage = new RecordingStorage(server, dialect);
        server.createContext("/", storage::answer);
        server.setExecutor(storage.threads);
        server.start();
        return storage;
    }

    String uri() {
        return "http://" + authority();
    }

    /** Host and port, as requests name them. */
    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    List<Door.Said> heard() {
        return heard;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Door.Said said = new Door.Said(
                    exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders(), body);
            heard.add(said);
            Answer answer = dialect.answer(said);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] content = new byte[answer.body().remaining()];
            answer.body().get(content);
            boolean head = said.method().equals("HEAD");
            if (head) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
            }
            exchange.sendResponseHeaders(answer.status(), head || content.length == 0 ? -1 : content.length);
            if (!head) {
                exchange.getResponseBody().write(content);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
