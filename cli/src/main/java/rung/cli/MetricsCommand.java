package rung.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rung.reporter.metrics.Catalogue;

/** What Rung tells Prometheus. */
@Command(
        name = "metrics",
        mixinStandardHelpOptions = true,
        description = "Says which numbers Prometheus finds at /metrics.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung metrics list",
            "  rung metrics list --json",
            "  rung serve facts.db --http 8080    and curl localhost:8080/metrics"
        })
final class MetricsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    MetricsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Without a command: what there is. */
    @Override
    public Integer call() {
        spec.commandLine().usage(terminal.out());
        return ExitCode.OK;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Prints each metric with its type, unit, labels and meaning.")
    int list(@Option(names = "--json", description = "Print them as JSON.") boolean json) {
        terminal.out().print(json ? Catalogue.json() : Catalogue.text());
        terminal.out().flush();
        return ExitCode.OK;
    }
}
