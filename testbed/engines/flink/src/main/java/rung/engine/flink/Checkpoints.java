package rung.engine.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The checkpoints in a folder: {@code JOB/chk-NUMBER}, complete when it has the file {@code _metadata}. */
final class Checkpoints {
    private static final String PREFIX = "chk-";

    private Checkpoints() {}

    /** The complete one with the highest number. A restored job goes on counting, so that it is the latest of all jobs. */
    static Optional<Path> latest(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(folder, 3)) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .map(Path::getParent)
                    .filter(checkpoint -> checkpoint.getFileName().toString().matches(PREFIX + "[0-9]{1,18}"))
                    .max(Comparator.comparingLong(Checkpoints::number));
        }
    }

    private static long number(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
    }
}
