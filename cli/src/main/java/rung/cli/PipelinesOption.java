package rung.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import rung.core.config.Suggestion;
import rung.core.measure.PipelineSetup;
import rung.core.measure.RunSetup;

/** Which pipelines of a run a command is about. */
final class PipelinesOption {
    @Option(
            names = "--pipelines",
            paramLabel = "NAME",
            split = ",",
            description = "Only these pipelines, in this order, with commas between them (default: all).")
    private List<String> names = new ArrayList<>();

    /** Whether none was chosen, which means all. */
    boolean isAll() {
        return names.isEmpty();
    }

    /** A name that meets no pipeline is an error: a script must not take a typo for an empty result. */
    List<PipelineSetup> among(RunSetup run) throws UserError {
        if (names.isEmpty()) {
            return run.pipelines();
        }
        List<String> known = run.pipelines().stream().map(PipelineSetup::name).toList();
        List<PipelineSetup> chosen = new ArrayList<>();
        for (String name : names.stream().distinct().toList()) {
            int at = known.indexOf(name);
            if (at < 0) {
                throw new UserError(
                        ExitCode.USAGE,
                        "the log has no pipeline \"" + name + "\"; "
                                + Suggestion.nearest(name, known)
                                        .map(near -> "did you mean \"" + near + "\"? It has ")
                                        .orElse("it has ")
                                + String.join(", ", known));
            }
            chosen.add(run.pipelines().get(at));
        }
        return chosen;
    }
}
