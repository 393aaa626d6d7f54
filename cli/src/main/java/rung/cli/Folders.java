package rung.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import rung.core.time.SystemTimeline;

/** Where a command keeps what it wrote when the user named no folder. */
final class Folders {
    private static final int MOST_PER_SECOND = 1000;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");

    private Folders() {}

    /** Makes a folder of its own below {@code RUNG_OUT}, which the launcher sets, or below the working folder. */
    static Path fresh(Terminal terminal, String command) throws IOException {
        String stamp = LocalDateTime.ofInstant(SystemTimeline.start().wall(), ZoneId.systemDefault())
                .format(STAMP);
        Path parent = Path.of(terminal.environment().getOrDefault("RUNG_OUT", "rung-out"));
        Files.createDirectories(parent);
        for (int run = 1; ; run++) {
            Path folder = parent.resolve(command + "-" + stamp + (run == 1 ? "" : "-" + run));
            try {
                return Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                if (run == MOST_PER_SECOND) {
                    throw e;
                }
            }
        }
    }
}
