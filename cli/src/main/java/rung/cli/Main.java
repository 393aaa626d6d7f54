package rung.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;
import rung.core.config.ConfigException;
import rung.core.config.Suggestion;

/** The command line. Each command says what it does, with examples; all take {@code --json} where they have data. */
@Command(
        name = "rung",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Tells a retailer, with stated confidence, how stale its inventory really is.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung demo                                a retailer in a box, for four minutes",
            "  rung story                               the 47-minute retailer, in seconds",
            "  rung doctor -c pipelines.yaml            what they name, before a sale",
            "  rung canary -c pipelines.yaml --for 20m  your own pipelines",
            "  rung serve rung-out/canary-…             a log in a browser",
            "  rung judge facts.csv                     facts that something else measured",
            "  rung log export facts.db -o facts.csv    the facts of a log, as CSV",
            "  rung report rung-out/canary-…            the tier report: PDF, HTML, JSON",
            "  rung calibrate                           what the instrument resolves here",
            "  rung help judge                          what a command takes, with examples"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every promise was met, or nothing was promised",
            "1:Rung itself failed",
            "2:the command line, or a file that it names, is wrong",
            "3:a promise was missed",
            "4:nothing was missed, but something is undecided or invalid",
            "5:a source does not take sales",
            "6:a stage cannot be read",
            "130:interrupted; what was measured is reported all the same"
        },
        subcommands = {
            DemoCommand.class,
            StoryCommand.class,
            DoctorCommand.class,
            CanaryCommand.class,
            ServeCommand.class,
            JudgeCommand.class,
            LogCommand.class,
            ReportCommand.class,
            CalibrateCommand.class,
            MetricsCommand.class,
            ConfigCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
final class Main implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Main(Terminal terminal) {
        this.terminal = terminal;
    }

    public static void main(String[] arguments) {
        System.exit(run(Terminal.system(), arguments));
    }

    /** Without a command: what there is. */
    @Override
    public Integer call() {
        spec.commandLine().usage(terminal.out());
        return ExitCode.OK;
    }

    /** Runs one command line and returns its exit code. */
    static int run(Terminal terminal, String... arguments) {
        CommandLine commands = new CommandLine(new Main(terminal), new Wiring(terminal));
        commands.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.style().isColoured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        commands.setParameterExceptionHandler((wrong, parsed) -> usage(terminal, wrong));
        commands.setExecutionExceptionHandler((failure, command, parsed) -> report(terminal, failure));
        return commands.execute(arguments);
    }

    /** What is wrong with the command line, what was perhaps meant, and where to read on. */
    private static int usage(Terminal terminal, ParameterException wrong) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        String message = wrong instanceof UnmatchedArgumentException unmatched
                ? unknown(command, unmatched.getUnmatched().get(0))
                : String.valueOf(wrong.getMessage()).replaceFirst("^Error: ", "");
        terminal.err().println("rung: " + message);
        terminal.err().println("See '" + command.qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static String unknown(CommandSpec command, String word) {
        if (word.startsWith("-")) {
            String name = word.replaceFirst("=.*", "");
            return "there is no option " + name
                    + meant(name, command.optionsMap().keySet());
        }
        return command.subcommands().isEmpty()
                ? "\"" + word + "\" is one argument too many"
                : "there is no command \"" + word + "\""
                        + meant(word, command.subcommands().keySet());
    }

    private static String meant(String word, Collection<String> known) {
        return Suggestion.nearest(word, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
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
        if (failure instanceof IOException io) {
            terminal.err().println("rung: " + Reasons.of(io));
            return ExitCode.USAGE;
        }
        terminal.err().println("rung: an error of Rung's own; please report it with what follows");
        failure.printStackTrace(terminal.err());
        return ExitCode.INTERNAL;
    }
}
