package rung.probe.stage.iceberg;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;
import rung.testbed.Engine;

/** A stage of a Rung whose user put jars into {@code lib/}: behind all of Rung's own, as its launcher has them. */
final class LibStage implements Closeable {
    private final URLClassLoader loader;
    private final Object inside;

    private LibStage(URLClassLoader loader, Object inside) {
        this.loader = loader;
        this.inside = inside;
    }

    /** @param jars the engine whose libraries they are */
    static LibStage open(String jars, Map<String, String> properties, String table, StockKey key) throws Exception {
        Engine engine = Engine.named(jars);
        engine.prepare(sentence -> System.out.println(sentence));
        List<URL> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1)) {
            entries.add(url(Path.of(entry)));
        }
        for (Path entry : engine.classpath()) {
            entries.add(url(entry));
        }
        URLClassLoader loader = new URLClassLoader(entries.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        Object inside = in(loader, () -> loader.loadClass(Inside.class.getName())
                .getConstructor(Map.class, String.class, String.class, String.class)
                .newInstance(properties, table, key.store(), key.sku()));
        return new LibStage(loader, inside);
    }

    /** The count; or the fault of the gap and its reason, with a colon between them. */
    String look() throws Exception {
        return String.valueOf(in(loader, (Callable<?>) inside));
    }

    @Override
    public void close() throws IOException {
        try (loader) {
            ((Closeable) inside).close();
        }
    }

    private static URL url(Path entry) throws MalformedURLException {
        return entry.toUri().toURL();
    }

    /** Iceberg loads what its properties name by the thread's loader. */
    private static <T> T in(ClassLoader loader, Callable<T> work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Within the loader; only what the JDK has passes its border. */
    public static final class Inside implements Callable<String>, Closeable {
        /** A cloud's client is thousands of classes, and a first look loads them. */
        private static final Duration PATIENCE = Duration.ofMinutes(2);

        private final Stage stage;
        private final StockKey key;

        public Inside(Map<String, String> properties, String table, String store, String sku) {
            this.stage = new IcebergSettings(
                            properties,
                            table,
                            IcebergSettings.DEFAULT_STORE_COLUMN,
                            IcebergSettings.DEFAULT_SKU_COLUMN,
                            IcebergSettings.DEFAULT_COUNT_COLUMN,
                            new IcebergSettings.Row(),
                            Optional.empty(),
                            PATIENCE)
                    .open(SystemTimeline.start());
            this.key = new StockKey(store, sku);
        }

        @Override
        public String call() throws InterruptedException {
            Look look = Look.at(stage, Set.of(key));
            return look.faults().isEmpty()
                    ? String.valueOf(look.counts().get(key))
                    : look.faults() + ": " + look.gaps().get(key);
        }

        @Override
        public void close() {
            stage.close();
        }
    }
}
