package rung.probe.calibration;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import rung.core.measure.StockKey;
import rung.core.time.Timeline;
import rung.probe.stage.http.HttpSettings;

/** A shop in memory behind a real HTTP server of this process, on the loopback interface. */
final class Loopback implements AutoCloseable {
    private static final String NODELAY = "sun.net.httpserver.nodelay";
    private static final int PARALLEL = 4;
    private static final int OK = 200;

    private final Timeline timeline;
    private final MemoryShop shop;
    private final HttpServer server;
    private final ExecutorService threads;

    private Loopback(Timeline timeline, MemoryShop shop, HttpServer server, ExecutorService threads) {
        this.timeline = timeline;
        this.shop = shop;
        this.server = server;
        this.threads = threads;
    }

    /** Serves {@code shop} on a free port. */
    static Loopback open(Timeline timeline, MemoryShop shop) throws IOException {
        if (System.getProperty(NODELAY) == null) {
            System.setProperty(NODELAY, "true"); // head and body leave in two segments, and the second must not wait
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL, task -> {
            Thread thread = new Thread(task, "rung-loopback");
            thread.setDaemon(true);
            return thread;
        });
        Loopback loopback = new Loopback(timeline, shop, server, threads);
        server.setExecutor(threads);
        server.createContext("/", loopback::answer);
        server.start();
        return loopback;
    }

    /** How its counts are read. */
    HttpSettings settings() {
        InetSocketAddress address = server.getAddress();
        return HttpSettings.of(
                "http://" + address.getHostString() + ":" + address.getPort() + "/{store}/{sku}", "/quantity");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/", -1);
            long count = shop.count(new StockKey(path[1], path[2]), timeline.now());
            byte[] page = ("{\"quantity\":" + count + "}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(OK, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
