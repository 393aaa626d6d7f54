package rung.probe.stage.delta;

import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.internal.actions.SetTransaction;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rung.core.measure.Commit;

/**
 * Reads single entries of a table's log. The kernel replays a log from its last checkpoint to tell a table's state; what
 * one version did stands in its entry alone.
 */
final class LogEntries {
    private static final String ADD = "add";
    private static final String REMOVE = "remove";
    private static final String METADATA = "metaData";
    private static final String PROTOCOL = "protocol";
    private static final String TXN = "txn";
    private static final String COMMIT_INFO = "commitInfo";
    private static final String OPERATION = "operation";
    private static final String ENGINE_INFO = "engineInfo";
    private static final String TIMESTAMP = "timestamp";
    private static final String IN_COMMIT_TIMESTAMP = "inCommitTimestamp";

    /** What is read of an entry, each of whose lines is one action. */
    private static final StructType ACTIONS = new StructType()
            .add(ADD, AddFile.FULL_SCHEMA)
            .add(REMOVE, RemoveFile.FULL_SCHEMA)
            .add(METADATA, new StructType().add("id", StringType.STRING))
            .add(PROTOCOL, new StructType().add("minReaderVersion", IntegerType.INTEGER))
            .add(TXN, SetTransaction.FULL_SCHEMA)
            .add(
                    COMMIT_INFO,
                    new StructType()
                            .add(OPERATION, StringType.STRING)
                            .add(ENGINE_INFO, StringType.STRING)
                            .add(TIMESTAMP, LongType.LONG)
                            .add(IN_COMMIT_TIMESTAMP, LongType.LONG));

    private final Engine engine;

    LogEntries(Engine engine) {
        this.engine = engine;
    }

    /** What {@code number} did, by its {@code entry}. */
    Version read(long number, FileStatus entry) throws IOException {
        Actions actions = new Actions();
        try (CloseableIterator<ColumnarBatch> batches = engine.getJsonHandler()
                .readJsonFiles(Utils.singletonCloseableIterator(entry), ACTIONS, Optional.empty())) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> lines = batches.next().getRows()) {
                    while (lines.hasNext()) {
                        actions.take(lines.next());
                    }
                }
            }
        }
        return actions.version(number, entry);
    }

    /** The actions of one entry, collected line by line. */
    private static final class Actions {
        private final List<AddFile> added = new ArrayList<>();
        private final Set<URI> removed = new HashSet<>();
        private boolean reshapes;
        private boolean changesData;
        private String operation = "";
        private String engine = "";
        private String job = "";
        private String batch = "";
        private Optional<Instant> writtenAt = Optional.empty();

        private void take(Row line) {
            action(line, ADD).map(AddFile::new).ifPresent(file -> {
                added.add(file);
                changesData |= file.getDataChange();
            });
            action(line, REMOVE).map(RemoveFile::new).ifPresent(file -> {
                removed.add(URI.create(file.getPath()));
                changesData |= file.getDataChange();
            });
            reshapes |=
                    action(line, METADATA).isPresent() || action(line, PROTOCOL).isPresent();
            action(line, TXN).map(SetTransaction::fromRow).ifPresent(transaction -> {
                job = transaction.getAppId();
                batch = Long.toString(transaction.getVersion());
            });
            action(line, COMMIT_INFO).ifPresent(info -> {
                operation = text(info, OPERATION);
                engine = Version.engine(text(info, ENGINE_INFO));
                writtenAt = moment(info, IN_COMMIT_TIMESTAMP).or(() -> moment(info, TIMESTAMP));
            });
        }

        private Version version(long number, FileStatus entry) {
            return new Version(
                    number,
                    entry,
                    List.copyOf(added),
                    Set.copyOf(removed),
                    reshapes,
                    changesData,
                    operation,
                    writtenAt,
                    new Commit.Writer(engine, job, batch, Optional.empty()));
        }
    }

    private static Optional<Row> action(Row line, String name) {
        int column = ACTIONS.indexOf(name);
        return line.isNullAt(column) ? Optional.empty() : Optional.of(line.getStruct(column));
    }

    private static String text(Row info, String name) {
        int column = info.getSchema().indexOf(name);
        return info.isNullAt(column) ? "" : info.getString(column);
    }

    private static Optional<Instant> moment(Row info, String name) {
        int column = info.getSchema().indexOf(name);
        return info.isNullAt(column) ? Optional.empty() : Optional.of(Instant.ofEpochMilli(info.getLong(column)));
    }
}
