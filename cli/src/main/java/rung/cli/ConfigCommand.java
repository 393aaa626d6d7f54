package rung.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rung.core.config.ConfigException;
import rung.core.config.Explained;
import rung.probe.plan.PipelinePlan;
import rung.probe.plan.Plan;
import rung.probe.plan.PlanFile;

/** Looks at a configuration without measuring. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Checks and explains a pipelines.yaml; reaches no network.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung config validate pipelines.yaml",
            "  rung config explain pipelines.yaml     every value, and where it came from",
            "  rung config schema > pipelines.schema.json"
        })
final class ConfigCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ConfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Without a command: what there is. */
    @Override
    public Integer call() {
        spec.commandLine().usage(terminal.out());
        return ExitCode.OK;
    }

    @Command(
            name = "validate",
            mixinStandardHelpOptions = true,
            description = "Reports every problem of the file at once.")
    int validate(
            @Parameters(paramLabel = "FILE", description = "The file to check.") Path file, @Mixin LadderOption ladder)
            throws IOException, ConfigException {
        Plan plan = PlanFile.read(file, ladder.read(terminal), terminal.environment());
        terminal.out().println(file + " is valid");
        for (PipelinePlan pipeline : plan.pipelines()) {
            terminal.out()
                    .println("  " + pipeline.id() + ": "
                            + (pipeline.promise().isMade()
                                    ? "tier " + pipeline.promise().tier() + " at "
                                            + pipeline.promise().stage()
                                    : "nothing promised")
                            + ", " + counted(pipeline.keys().size(), "reserved key") + ", "
                            + counted(pipeline.stages().size(), "stage"));
        }
        return ExitCode.OK;
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = "Prints every value with where it came from; hides secrets.")
    int explain(
            @Parameters(paramLabel = "FILE", description = "The file to explain.") Path file,
            @Mixin LadderOption ladder,
            @Option(names = "--json", description = "Print it as JSON.") boolean json)
            throws IOException, ConfigException {
        Plan plan = PlanFile.read(file, ladder.read(terminal), terminal.environment());
        if (json) {
            ArrayNode values = JSON.createArrayNode();
            for (Explained value : plan.explained()) {
                ObjectNode node = values.addObject();
                node.put("path", value.path());
                node.put("value", value.value());
                node.put("origin", value.origin());
            }
            terminal.out().println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values));
            return ExitCode.OK;
        }
        int widest = plan.explained().stream()
                .mapToInt(one -> one.path().length())
                .max()
                .orElse(0);
        for (Explained value : plan.explained()) {
            terminal.out()
                    .println(value.path() + " ".repeat(widest - value.path().length()) + "  " + value.value() + "   # "
                            + value.origin());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "schema",
            mixinStandardHelpOptions = true,
            description = "Prints the JSON Schema of pipelines.yaml, for editors.")
    int schema() throws IOException {
        try (InputStream in = Objects.requireNonNull(PlanFile.class.getResourceAsStream("pipelines.schema.json"))) {
            terminal.out().print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return ExitCode.OK;
    }
}
