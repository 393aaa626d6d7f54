package rung.cli;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command speaks: data to {@code out}, everything else to {@code err}.
 *
 * @param out for results that another program may read
 * @param err for progress, notices and errors
 * @param environment variables, which also decide about colours
 * @param interactive whether a person watches {@code err}
 */
record Terminal(PrintStream out, PrintStream err, Map<String, String> environment, boolean interactive) {
    /** The process's own. */
    static Terminal system() {
        return new Terminal(System.out, System.err, System.getenv(), System.console() != null);
    }

    /** Whether colours may be used: a person watches, and nobody said no. */
    boolean colours() {
        return interactive
                && !environment.containsKey("NO_COLOR")
                && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
    }

    /** Whether only ASCII may be used: the locale does not say UTF-8. */
    boolean ascii() {
        String locale = environment.getOrDefault(
                "LC_ALL", environment.getOrDefault("LC_CTYPE", environment.getOrDefault("LANG", "")));
        return !locale.toUpperCase(java.util.Locale.ROOT).contains("UTF") && !locale.isEmpty() && !locale.equals("C");
    }
}
