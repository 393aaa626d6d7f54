package rung.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rung.cli.story.Story;
import rung.cli.story.StoryText;
import rung.core.ladder.LadderFile;

/** Tells the 47-minute retailer. */
@Command(
        name = "story",
        mixinStandardHelpOptions = true,
        description = {
            "Tells the 47-minute retailer: a day of a shop, in seconds.",
            "",
            "A whole day in virtual time, measured by the canary that runs in production, with the pipeline that the"
                    + " retailer had and with the cure. Reaches no network.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  rung story", "  rung story --json > story.json", "  rung story --out story    keeps the facts, too"
        })
final class StoryCommand implements Callable<Integer> {
    private static final long SEED = 47;

    private final Terminal terminal;

    @Mixin
    private Output output = new Output();

    @Option(names = "--out", paramLabel = "DIR", description = "Keep facts.db and report.json in this folder.")
    private @Nullable Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the schedule and the keys (default: ${DEFAULT-VALUE}).")
    private long seed = SEED;

    StoryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (out != null) {
            Files.createDirectories(out);
            tell(out);
            return ExitCode.OK;
        }
        Path scratch = Files.createTempDirectory("rung-story");
        try {
            tell(scratch);
        } finally {
            Folders.delete(scratch);
        }
        return ExitCode.OK;
    }

    private void tell(Path folder) throws IOException, InterruptedException {
        output.notice(terminal, "living a day of three retailers in virtual time …");
        Path log = folder.resolve(Session.LOG);
        Files.deleteIfExists(log);
        Story story = Story.live(log, LadderFile.standard(), seed);
        if (output.isForPeople()) {
            terminal.out()
                    .println(StoryText.render(story, !output.style(terminal).isUnicode()));
        }
        output.printUnmeasured(terminal, story.report());
        if (out != null) {
            output.notice(terminal, "report  " + Output.keep(story.report(), folder) + "\nfacts   " + log);
        }
    }
}
