package rung.cli;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import rung.core.time.SystemTimeline;

/** Where a command keeps what it wrote when the user named no folder. */
final class Folders {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");

    private Folders() {}

    /** A folder of its own below {@code RUNG_OUT}, which the launcher sets, or below the working folder. */
    static Path fresh(Terminal terminal, String command) {
        String stamp = LocalDateTime.ofInstant(SystemTimeline.start().wall(), java.time.ZoneId.systemDefault())
                .format(STAMP);
        return Path.of(terminal.environment().getOrDefault("RUNG_OUT", "rung-out"))
                .resolve(command + "-" + stamp);
    }
}
