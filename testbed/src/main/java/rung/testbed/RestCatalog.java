package rung.testbed;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** An Iceberg REST catalog on 127.0.0.1, which keeps its tables in SQLite and their files in a local folder. */
public final class RestCatalog implements AutoCloseable {
    private static final int THREADS = 4;

    private final JdbcCatalog backend;
    private final Path warehouse;
    private final HttpServer server;
    private final ExecutorService threads;
    private final CatalogHandler handler;

    private RestCatalog(
            JdbcCatalog backend, Path warehouse, HttpServer server, ExecutorService threads, CatalogHandler handler) {
        this.backend = backend;
        this.warehouse = warehouse;
        this.server = server;
        this.threads = threads;
        this.handler = handler;
    }

    /**
     * Starts an empty catalog, or the one that an earlier start left in {@code folder}.
     *
     * @param folder gets {@code catalog.db} and {@code warehouse}; created when absent
     * @throws IOException when the folder cannot be written or no port is to be had
     */
    public static RestCatalog start(Path folder) throws IOException {
        return start(folder, Map.of());
    }

    /**
     * As {@link #start(Path)}, with properties of Iceberg's in place of the catalog's own, such as another
     * {@code warehouse} and the {@code io-impl} that reaches it.
     */
    public static RestCatalog start(Path folder, Map<String, String> properties) throws IOException {
        Path warehouse = Files.createDirectories(folder.resolve("warehouse")).toAbsolutePath();
        JdbcCatalog backend = new JdbcCatalog();
        Map<String, String> all = new HashMap<>(Map.of(
                CatalogProperties.URI,
                "jdbc:sqlite:" + folder.resolve("catalog.db").toAbsolutePath(),
                CatalogProperties.WAREHOUSE_LOCATION,
                "file://" + warehouse,
                CatalogProperties.FILE_IO_IMPL,
                LocalFileIO.class.getName(),
                CatalogProperties.CLIENT_POOL_SIZE,
                "1",
                "jdbc.schema-version",
                "V1"));
        all.putAll(properties);
        backend.initialize("backend", all);
        HttpServer server = Loopback.newServer();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, Daemons.named("catalog"));
        CatalogHandler handler = new CatalogHandler(backend);
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
        return new RestCatalog(backend, warehouse, server, threads, handler);
    }

    /** A new client of this catalog; whoever asks for it closes it, when it is {@link AutoCloseable}. */
    public Catalog connect() {
        return CatalogUtil.buildIcebergCatalog(
                "testbed",
                Map.of(
                        CatalogUtil.ICEBERG_CATALOG_TYPE,
                        CatalogUtil.ICEBERG_CATALOG_TYPE_REST,
                        CatalogProperties.URI,
                        uri().toString(),
                        CatalogProperties.FILE_IO_IMPL,
                        LocalFileIO.class.getName()),
                null);
    }

    /** What goes into a client's {@code uri}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The catalog behind the server: what is done to it shows at {@link #uri()}, and costs no request. */
    public Catalog backend() {
        return backend;
    }

    /** The folder of all tables' files. */
    public Path warehouse() {
        return warehouse;
    }

    /** How many HTTP requests have come in so far, whatever became of them. */
    public long requests() {
        return handler.requests();
    }

    /** How many of {@link #requests()} were answered with 304, because the client had the table as it is. */
    public long notModified() {
        return handler.notModified();
    }

    /** How many bytes of bodies have gone out so far. */
    public long bytesSent() {
        return handler.bytesSent();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        backend.close();
    }
}
