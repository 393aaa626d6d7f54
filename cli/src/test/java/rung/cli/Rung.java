package rung.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** One run of the command line in this process, and what it said. */
record Rung(int exitCode, String out, String err) {
    static final Map<String, String> NOBODY = Map.of();
    static final Map<String, String> COLOURFUL = Map.of("TERM", "xterm-256color", "LANG", "en_IN.UTF-8");

    /** Runs it as a script does: nobody watches. */
    static Rung run(Object... arguments) {
        return run(NOBODY, "", arguments);
    }

    /** @param watched the descriptors that a person watches */
    static Rung run(Map<String, String> environment, String watched, Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                watched);
        int exitCode =
                Main.run(terminal, Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
        return new Rung(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
