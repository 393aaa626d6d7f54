package rung.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import rung.reporter.console.Console;
import rung.reporter.console.Style;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.ReportJson;

/** In which form a command gives its report; the same figures in each. */
final class Output {
    /** For a machine, if any: one form or the other. */
    private static final class Form {
        @Option(names = "--json", description = "Print the report as JSON, the same as report.json.")
        private boolean json;

        @Option(names = "--plain", description = "Print a tab-separated line per pipeline.")
        private boolean plain;
    }

    @ArgGroup
    private Form form = new Form();

    @Option(names = "--no-color", description = "Print without colours, as NO_COLOR does.")
    private boolean colourless;

    @Option(
            names = {"-q", "--quiet"},
            description = "Keep progress and notices from the terminal.")
    private boolean quiet;

    boolean isForPeople() {
        return !form.json && !form.plain;
    }

    boolean isQuiet() {
        return quiet;
    }

    Style style(Terminal terminal) {
        Style style = terminal.style();
        return colourless ? new Style(false, style.isUnicode()) : style;
    }

    /** Says something to a person, who has not asked for quiet. */
    void notice(Terminal terminal, String text) {
        if (!quiet) {
            terminal.err().println(text);
        }
    }

    /** Prints the report of what this machine measured. */
    void print(Terminal terminal, FreshnessReport report) {
        print(terminal, report, Console::render);
    }

    /** Prints the report of facts that this machine did not measure. */
    void printUnmeasured(Terminal terminal, FreshnessReport report) {
        print(terminal, report, Console::renderUnmeasured);
    }

    private void print(
            Terminal terminal, FreshnessReport report, BiFunction<FreshnessReport, Style, String> forAPerson) {
        if (form.json) {
            terminal.out().print(ReportJson.write(report));
        } else if (form.plain) {
            terminal.out().print(Console.plain(report));
        } else {
            terminal.out().print(forAPerson.apply(report, style(terminal)));
        }
        terminal.out().flush();
    }

    /** Keeps the report of the newest run in {@code log} in {@code folder}, in every form, and says where. */
    String keep(Terminal terminal, FreshnessReport report, Path log, Path folder) throws IOException {
        try (StepLine line = new StepLine(terminal, quiet)) {
            return ReportFiles.all().write(log, report, folder, line::onReport).stream()
                    .map(Path::toString)
                    .collect(Collectors.joining("  "));
        }
    }

    /** Says how a session ended besides its report, and returns the exit code; {@code otherwise} when nothing happened. */
    int end(Terminal terminal, Session.Outcome outcome, int otherwise) {
        if (outcome.failure().isPresent()) {
            terminal.err()
                    .println("rung: " + outcome.failure().get() + "; the report holds what was measured until then");
            return ExitCode.INTERNAL;
        }
        if (outcome.interrupted()) {
            FreshnessReport report = outcome.report();
            notice(
                    terminal,
                    report.generatedAt().isAfter(report.window().from())
                            ? "interrupted: the report holds what was measured until then"
                            : "interrupted in the warm-up, before the window began: the report holds nothing");
            return ExitCode.INTERRUPTED;
        }
        return otherwise;
    }
}
