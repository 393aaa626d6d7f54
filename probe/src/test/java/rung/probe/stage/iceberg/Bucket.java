package rung.probe.stage.iceberg;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** As much of S3 as reading takes: lists, objects by path, ranges of them, and keys that are let in while they are good. */
public final class Bucket implements AutoCloseable {
    private static final Pattern LISTED = Pattern.compile("list-type=2.*[?&]prefix=([^&]*)");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final HttpServer server;
    private final Path folder;
    private final Set<String> good = ConcurrentHashMap.newKeySet();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "bucket");
        thread.setDaemon(true);
        return thread;
    });

    private Bucket(HttpServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /**
     * Serves what lies in {@code folder}.
     *
     * @param folder holds a folder for each bucket
     */
    public static Bucket serve(Path folder) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Bucket bucket = new Bucket(server, folder);
        server.createContext("/", bucket::answer);
        server.setExecutor(bucket.threads);
        server.start();
        return bucket;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void admit(String accessKey) {
        good.add(accessKey);
    }

    public void expire(String accessKey) {
        good.remove(accessKey);
    }

    /** The access keys of the requests so far. */
    List<String> said() {
        return said;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String key = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .map(text -> text.replaceFirst(".*Credential=([^/]*)/.*", "$1"))
                    .orElse("nobody");
            said.add(key);
            if (!good.contains(key)) {
                refuse(exchange, 403, "ExpiredToken");
                return;
            }
            Matcher listed = LISTED.matcher(
                    Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""));
            if (listed.find()) {
                list(exchange, exchange.getRequestURI().getPath().replace("/", ""), listed.group(1));
                return;
            }
            Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
            if (!Files.isRegularFile(file)) {
                refuse(exchange, 404, "NoSuchKey");
                return;
            }
            byte[] all = Files.readAllBytes(file);
            exchange.getResponseHeaders().set("ETag", "\"" + all.length + "\"");
            exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(all.length));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            Matcher range = RANGE.matcher(
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                            .orElse("bytes=0-"));
            int from = range.matches() ? Integer.parseInt(range.group(1)) : 0;
            int to = range.matches() && !range.group(2).isEmpty()
                    ? Math.min(Integer.parseInt(range.group(2)) + 1, all.length)
                    : all.length;
            byte[] part = Arrays.copyOfRange(all, from, to);
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + all.length);
            exchange.sendResponseHeaders(206, part.length);
            exchange.getResponseBody().write(part);
        }
    }

    /** One page, whatever its length. */
    private void list(HttpExchange exchange, String bucket, String prefix) throws IOException {
        StringBuilder found = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
        try (Stream<Path> files = Files.walk(folder.resolve(bucket))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String key = folder.resolve(bucket).relativize(file).toString();
                if (key.startsWith(prefix)) {
                    found.append("<Contents><Key>").append(key).append("</Key><LastModified>");
                    found.append(Files.getLastModifiedTime(file).toInstant());
                    found.append("</LastModified><Size>")
                            .append(Files.size(file))
                            .append("</Size></Contents>");
                }
            }
        }
        byte[] body = found.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        byte[] body =
                ("<Error><Code>" + code + "</Code><Message>no</Message></Error>").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
