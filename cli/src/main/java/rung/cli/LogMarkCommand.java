package rung.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rung.core.log.LogReader;
import rung.core.log.Marks;
import rung.core.measure.Mark;
import rung.core.measure.PipelineSetup;
import rung.core.time.SystemTimeline;

/** Notes beside the facts what somebody did. */
@Command(
        name = "mark",
        mixinStandardHelpOptions = true,
        description = {
            "Notes in a log what was done meanwhile, such as a deploy.",
            "",
            "A canary may be writing to the log. Charts over time show the note; nothing is judged by it.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung log mark facts.db \"loader 4.2 deployed\"",
            "  rung log mark facts.db \"commits each 60 s\" --pipelines bopis \\",
            "    --at 2026-11-22T18:04:00+05:30"
        })
final class LogMarkCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private LogArgument log = new LogArgument();

    @Parameters(index = "1", paramLabel = "NOTE", description = "What happened, in one line.")
    private String note = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = InstantArgument.class,
            description = "When it happened (default: now).")
    private @Nullable Instant at;

    @Mixin
    private PipelinesOption pipelines = new PipelinesOption();

    LogMarkCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, UserError {
        Instant moment = at == null ? SystemTimeline.start().wall() : at;
        try {
            for (Optional<String> pipeline : concerned()) {
                Marks.append(log.file(), new Mark(moment, pipeline, note));
            }
        } catch (IllegalArgumentException e) {
            throw new UserError(ExitCode.USAGE, e.getMessage() + "; write a shorter one, between quotes");
        }
        terminal.err().println("noted at " + moment + " in " + log.file() + ": " + note);
        return ExitCode.OK;
    }

    private Iterable<Optional<String>> concerned() throws IOException, UserError {
        if (pipelines.isAll()) {
            return Stream.of(Optional.<String>empty()).toList();
        }
        try (LogReader facts = log.open()) {
            return pipelines.among(facts.run()).stream()
                    .map(PipelineSetup::name)
                    .map(Optional::of)
                    .toList();
        }
    }
}
