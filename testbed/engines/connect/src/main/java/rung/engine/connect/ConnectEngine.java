package rung.engine.connect;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.connect.cli.ConnectStandalone;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;

/**
 * A standalone Kafka Connect worker, which is given the files that {@code connect-standalone} is given: the worker's
 * properties and those of each connector. Prints {@code READY} when every connector and every task runs, and ends when its
 * standard input does. A task that fails before that ends it with exit code 1; one that fails later is started again.
 */
public final class ConnectEngine {
    private static final long LOOK_EVERY_MILLIS = 250;

    private ConnectEngine() {}

    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            System.err.println("usage: worker.properties connector.properties...");
            System.exit(2);
        }
        ConnectStandalone command = new ConnectStandalone(args);
        Connect<StandaloneHerder> connect = command.startConnect(properties(Path.of(args[0])));
        command.processExtraArgs(connect, Arrays.copyOfRange(args, 1, args.length));
        Collection<String> connectors =
                Arrays.stream(args).skip(1).map(file -> name(Path.of(file))).toList();
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "watch");
            thread.setDaemon(true);
            return thread;
        });
        Watch watched = new Watch(connect.herder(), connectors);
        watch.scheduleWithFixedDelay(watched, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        while (System.in.read() >= 0) {
            // what is written to it means nothing
        }
        watch.shutdownNow();
        connect.stop();
        // the Iceberg sink leaves a thread behind that is no daemon
        System.exit(0);
    }

    private static String name(Path file) {
        try {
            return properties(file).get("name");
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file, e);
        }
    }

    private static Map<String, String> properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties.stringPropertyNames().stream().collect(Collectors.toMap(key -> key, properties::getProperty));
    }
}
