package rung.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks into a log. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = "Says what a log holds, exports its facts, takes notes beside them.",
        subcommands = {LogInfoCommand.class, LogExportCommand.class, LogMarkCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung log info rung-out/demo-2026-11-22-180509",
            "  rung log export facts.db --csv -o facts.csv",
            "  rung log mark facts.db \"loader 4.2 deployed\"",
            "  rung help log export    the columns, and more examples"
        })
final class LogCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    LogCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Without a command: what there is. */
    @Override
    public Integer call() {
        spec.commandLine().usage(terminal.out());
        return ExitCode.OK;
    }
}
