package rung.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;
import rung.core.log.LogReader;

/** Which log a command reads. */
final class LogArgument {
    /** What several threads judge at once has to fit into the memory of the launcher. */
    private static final int MOST_SIDES = 3;

    @Parameters(paramLabel = "LOG", description = "A facts.db, or the folder of a run.")
    private Path log = Path.of(Session.LOG);

    /** The file itself. */
    Path file() {
        return Files.isDirectory(log) ? log.resolve(Session.LOG) : log;
    }

    /** Opens its newest run. */
    LogReader open() throws IOException {
        return LogReader.newest(file());
    }

    /** The same, to be judged by all processors. */
    LogReader openForAll() throws IOException {
        return LogReader.newest(
                file(), Math.min(MOST_SIDES, Runtime.getRuntime().availableProcessors() - 1));
    }
}
