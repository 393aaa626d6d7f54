package rung.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rung.cli.story.Story;
import rung.cli.story.StoryText;
import rung.core.ladder.Ladder;
import rung.core.ladder.LadderFile;

/** Tells the 47-minute retailer. */
@Command(
        name = "story",
        mixinStandardHelpOptions = true,
        description = {
            "Tells the 47-minute retailer: a day of a shop, in seconds.",
            "",
            "A whole day in virtual time, measured by the canary that runs in production, with the pipeline that the"
                    + " retailer had and with the cure. Reaches no network. With --http the day plays as a time-lapse on"
                    + " the dashboard, until Ctrl-C.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung story",
            "  rung story --http 8080    the day in three minutes, in a browser",
            "  rung story --json > story.json",
            "  rung story --out story    keeps the facts, too"
        })
final class StoryCommand implements Callable<Integer> {
    private static final long SEED = 47;
    private static final Duration LAPSE = Duration.ofMinutes(3);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Output output = new Output();

    @Mixin
    private HttpOption http = new HttpOption();

    @Option(
            names = "--lapse",
            paramLabel = "D",
            converter = Lapse.Length.class,
            description = "How long the day takes on the dashboard, from 5s to 2h (default: 3m).")
    private @Nullable Duration lapse;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Keep facts.db and the report, as PDF, HTML and JSON, in this folder.")
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
    public Integer call() throws IOException, UserError, InterruptedException {
        if (lapse != null && http.address().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--lapse is how long the day takes on the dashboard; add --http 8080");
        }
        if (out != null) {
            Files.createDirectories(out);
            return tell(out);
        }
        Path scratch = Files.createTempDirectory("rung-story");
        try {
            return tell(scratch);
        } finally {
            Folders.delete(scratch);
        }
    }

    private int tell(Path folder) throws IOException, UserError, InterruptedException {
        output.notice(terminal, "living a day of three retailers in virtual time …");
        Path log = folder.resolve(Session.LOG);
        Files.deleteIfExists(log);
        Ladder ladder = LadderFile.standard();
        if (http.address().isEmpty()) {
            tell(folder, log, Story.live(log, ladder, seed));
            return ExitCode.OK;
        }
        CountDownLatch ended = new CountDownLatch(1);
        Interrupts.listen(ended::countDown, ended::countDown);
        return new Lapse(lapse == null ? LAPSE : lapse, http.address().get(), ended)
                .play(terminal, output, log, ladder, seed, story -> tell(folder, log, story));
    }

    private void tell(Path folder, Path log, Story story) throws IOException {
        if (output.isForPeople()) {
            terminal.out()
                    .println(StoryText.render(story, !output.style(terminal).isUnicode()));
        }
        output.printUnmeasured(terminal, story.report());
        if (out != null) {
            output.notice(
                    terminal, "report  " + output.keep(terminal, story.report(), log, folder) + "\nfacts   " + log);
        }
    }
}
