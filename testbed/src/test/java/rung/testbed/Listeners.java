package rung.testbed;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where a process listens for TCP connections, as Linux tells. */
final class Listeners {
    private static final String LISTENING = "0A";
    private static final Set<String> LOOPBACK =
            Set.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

    private Listeners() {}

    static boolean known() {
        return Files.isReadable(Path.of("/proc/self/net/tcp"));
    }

    /** The kernel's {@code address:port} of each socket that others than this machine can reach. */
    static List<String> beyondLoopback(long pid) throws IOException {
        return of(pid).stream()
                .filter(local -> !LOOPBACK.contains(local.substring(0, local.indexOf(':'))))
                .toList();
    }

    /** The kernel's {@code address:port} of each socket. */
    static List<String> of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        Set<String> own = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)) {
                    own.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        }
        List<String> locals = new ArrayList<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : Files.readAllLines(process.resolve(table))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns[3].equals(LISTENING) && own.contains("socket:[" + columns[9] + "]")) {
                    locals.add(columns[1]);
                }
            }
        }
        return locals;
    }
}
