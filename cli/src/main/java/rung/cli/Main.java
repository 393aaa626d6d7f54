package rung.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import rung.core.config.ConfigException;

/** The command line. Each command says what it does, with examples; all take {@code --json} where they have data. */
@Command(
        name = "rung",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Tells a retailer, with stated confidence, how stale its inventory really is.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung demo                                a retailer in a box, measured for four minutes",
            "  rung story                               the 47-minute retailer, a day in seconds",
            "  rung canary -c pipelines.yaml --for 20m  your own pipelines",
            "  rung judge facts.csv                     facts that something else measured",
            "",
            "Exit codes: 0 promises met, 1 internal error, 2 usage or configuration, 3 a promise missed, 4 undecided or",
            "invalid, 5 cannot inject, 6 cannot observe, 130 interrupted (what was measured is reported all the same)."
        },
        subcommands = {
            DemoCommand.class,
            StoryCommand.class,
            CanaryCommand.class,
            JudgeCommand.class,
            ConfigCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Terminal.system(), arguments));
    }

    /** Runs one command line and returns its exit code. */
    static int run(Terminal terminal, String... arguments) {
        CommandLine commands = new CommandLine(new Main(), new Wiring(terminal));
        commands.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.style().isColoured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        commands.setExecutionExceptionHandler((failure, command, parsed) -> report(terminal, failure));
        return commands.execute(arguments);
    }

    /** The user's mistakes are told in a sentence; only Rung's own print a stack trace. */
    private static int report(Terminal terminal, Exception failure) {
        if (failure instanceof ConfigException config) {
            terminal.err().println(config.getMessage());
            return ExitCode.USAGE;
        }
        if (failure instanceof UserError user) {
            terminal.err().println("rung: " + user.getMessage());
            return user.exitCode();
        }
        if (failure instanceof java.io.IOException io) {
            terminal.err().println("rung: " + io.getMessage());
            return ExitCode.USAGE;
        }
        terminal.err().println("rung: an error of Rung's own; please report it with what follows");
        failure.printStackTrace(terminal.err());
        return ExitCode.INTERNAL;
    }
}
