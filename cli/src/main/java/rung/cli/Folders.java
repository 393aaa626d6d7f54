package rung.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rung.core.time.SystemTimeline;

/** Where a command keeps what it wrote when the user named no folder. */
final class Folders {
    private static final int MOST_PER_SECOND = 1000;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");

    private Folders() {}

    /**
     * The folder that the user named, or one of its own, made when it is not there. What libraries have to say goes to
     * {@code rung.log} in it; call this before any of them is used.
     */
    static Path open(Terminal terminal, @Nullable Path named, String command) throws IOException {
        Path folder = named == null ? fresh(terminal, command) : Files.createDirectories(named);
        System.setProperty("rung.log", folder.resolve("rung.log").toString());
        return folder;
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }

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
