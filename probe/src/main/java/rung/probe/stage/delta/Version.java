package rung.probe.stage.delta;

import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.utils.FileStatus;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;

/**
 * What one version did to a table, as its log entry tells.
 *
 * @param entry the file of the log
 * @param added files that are live since
 * @param removed files that are no more, or not as they were
 * @param reshapes whether columns, settings or protocol changed, so that files may have to be read in another way
 * @param changesData false when rows were only moved
 * @param operation as the writer calls it; empty when it does not
 * @param writtenAt by the writer's clock; empty when it does not tell
 * @param writer who made it
 */
record Version(
        long number,
        FileStatus entry,
        List<AddFile> added,
        Set<URI> removed,
        boolean reshapes,
        boolean changesData,
        String operation,
        Optional<Instant> writtenAt,
        Commit.Writer writer) {
    /** The engines that say who they are in many words, by one of these. */
    private static final List<String> ENGINES = List.of("databricks", "flink", "spark", "trino");

    Cycle cycle() {
        return cycle(number);
    }

    static Cycle cycle(long number) {
        return number < 0 ? Cycle.unknown() : new Cycle("version " + number);
    }

    /** The files of which nothing that was known holds any more. */
    Set<URI> touched() {
        Set<URI> touched = new HashSet<>(removed);
        added.forEach(file -> touched.add(name(file)));
        return touched;
    }

    /** By which versions name {@code file}. */
    static URI name(AddFile file) {
        return URI.create(file.getPath());
    }

    /** In one word, where {@code engineInfo} is that of a known one. */
    static String engine(String engineInfo) {
        String words = engineInfo.toLowerCase(Locale.ROOT);
        return ENGINES.stream().filter(words::contains).findFirst().orElse(engineInfo);
    }

    /**
     * The commit that it is.
     *
     * @param takenAt when the storage took the entry; empty when that is not known
     * @return empty when nobody tells when it was
     */
    Optional<Commit> commit(Optional<Instant> takenAt) {
        return writtenAt
                .or(() -> takenAt)
                .map(written -> new Commit(
                        cycle(),
                        cycle(number - 1),
                        operation,
                        written,
                        Optional.empty(),
                        takenAt,
                        writer,
                        records(),
                        added.size()));
    }

    /** Those of files that were not there before; one whose deletions alone are new adds none. */
    private long records() {
        return added.stream()
                .filter(file -> !removed.contains(name(file)))
                .mapToLong(file -> file.getNumRecords().orElse(0L))
                .sum();
    }
}
