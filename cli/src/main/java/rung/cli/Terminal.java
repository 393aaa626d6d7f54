package rung.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import rung.reporter.console.Style;

/**
 * Where a command speaks: data to {@code out}, everything else to {@code err}.
 *
 * @param out for results that another program may read
 * @param err for progress, notices and errors
 * @param environment variables, which also decide about colours
 * @param watched descriptors that a person watches, as the launcher found them: 1 for {@code out}, 2 for {@code err}
 */
record Terminal(PrintStream out, PrintStream err, Map<String, String> environment, String watched) {
    /** The process's own. */
    static Terminal system() {
        return new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv(),
                System.getenv().getOrDefault("RUNG_TTY", ""));
    }

    /** Whether a person watches progress and notices. */
    boolean interactive() {
        return watched.contains("2");
    }

    /** What it can show: colours where a person watches and nobody said no, symbols where the locale allows them. */
    Style style() {
        boolean coloured = watched.contains("1")
                && !environment.containsKey("NO_COLOR")
                && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
        return new Style(coloured, isUnicode());
    }

    private boolean isUnicode() {
        String locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(environment::get)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .orElse("");
        return locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8") || !watched.contains("1");
    }
}
