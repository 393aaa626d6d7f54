package rung.testbed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Change data capture: a PostgreSQL with the POS database, and Debezium in a Kafka Connect worker, which writes each row that
 * is inserted to a topic. A record's key is the store, its value flat JSON with the table's columns by their names, in the
 * form that the tills themselves use for {@code pos.transactions}, and an {@code id} besides, which numbers the rows. Debezium
 * delivers at least once: after a crash of the worker, rows may be in the topic again, with their {@code id} of before.
 */
public final class CdcSource implements AutoCloseable {
    private static final int PARTITIONS = 3;
    private static final String PREFIX = "pos";

    private final Opened opened;
    private final PosDatabase database;
    private final ConnectWorker worker;
    private final String topic;

    private CdcSource(Opened opened, PosDatabase database, ConnectWorker worker, String topic) {
        this.opened = opened;
        this.database = database;
        this.worker = worker;
        this.topic = topic;
    }

    /**
     * Starts the database, with {@code stock} as its first rows, and the worker. Returns when Debezium runs; it begins with
     * the rows that are there.
     *
     * @param folder for the files of both; created when absent, and to be kept until {@link #close()} has returned
     * @param bootstrap the broker
     * @param topic where the rows go; created with three partitions
     * @param progress gets a sentence when something takes time, such as the download of the worker's libraries
     * @throws IOException when one of them does not start; then none is left running
     */
    public static CdcSource start(Path folder, String bootstrap, String topic, Stock stock, Consumer<String> progress)
            throws IOException {
        return start(folder, bootstrap, topic, stock, List.of(), progress);
    }

    /** As above, with further connectors in the same worker. */
    static CdcSource start(
            Path folder,
            String bootstrap,
            String topic,
            Stock stock,
            List<Map<String, String>> others,
            Consumer<String> progress)
            throws IOException {
        Opened opened = new Opened();
        try {
            Topics.create(bootstrap, topic, PARTITIONS);
            Postgres postgres = opened.add(Postgres.start(folder.resolve("postgres")));
            PosDatabase database = PosDatabase.open(postgres, stock.counts());
            List<Map<String, String>> connectors = new ArrayList<>();
            connectors.add(debezium(postgres, topic));
            connectors.addAll(others);
            ConnectWorker worker =
                    opened.add(ConnectWorker.start(folder.resolve("connect"), bootstrap, connectors, progress));
            return new CdcSource(opened, database, worker, topic);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Where the rows go. */
    public String topic() {
        return topic;
    }

    /** Where the tills write to. */
    public PosDatabase database() {
        return database;
    }

    /** The Kafka Connect worker, which can be killed and started again. */
    ConnectWorker worker() {
        return worker;
    }

    /** Ends the worker, then the database. */
    @Override
    public void close() {
        opened.close();
    }

    private static Map<String, String> debezium(Postgres postgres, String topic) {
        Map<String, String> source = new LinkedHashMap<>();
        source.put("name", "pos-source");
        source.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        source.put("tasks.max", "1");
        source.put("database.hostname", "127.0.0.1");
        source.put("database.port", String.valueOf(postgres.port()));
        source.put("database.dbname", postgres.database());
        source.put("database.user", postgres.user());
        source.put("database.password", postgres.password());
        source.put("topic.prefix", PREFIX);
        source.put("table.include.list", "public." + PosDatabase.TABLE);
        source.put("plugin.name", "pgoutput");
        source.put("slot.name", "rung_pos");
        source.put("publication.name", PosDatabase.PUBLICATION);
        source.put("publication.autocreate.mode", "disabled");
        source.put("snapshot.mode", "initial");
        source.put("poll.interval.ms", "50");
        source.put("transforms", "row,store,key,topic");
        source.put("transforms.row.type", "io.debezium.transforms.ExtractNewRecordState");
        source.put("transforms.store.type", "org.apache.kafka.connect.transforms.ValueToKey");
        source.put("transforms.store.fields", "store_id");
        source.put("transforms.key.type", "org.apache.kafka.connect.transforms.ExtractField$Key");
        source.put("transforms.key.field", "store_id");
        source.put("transforms.topic.type", "org.apache.kafka.connect.transforms.RegexRouter");
        source.put("transforms.topic.regex", Pattern.quote(PREFIX + ".public." + PosDatabase.TABLE));
        source.put("transforms.topic.replacement", topic.replace("$", "\\$"));
        return source;
    }
}
