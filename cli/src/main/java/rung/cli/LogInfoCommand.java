package rung.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rung.core.config.ConfigException;
import rung.core.config.Durations;
import rung.core.evidence.WindowCounts;
import rung.core.ladder.Ladder;
import rung.core.log.LogReader;
import rung.core.measure.PipelineSetup;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.console.Style;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.Hashes;
import rung.reporter.report.ReportJson;
import rung.reporter.report.Words;

/** Says what a log holds. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        description = {
            "Says what a log holds: its newest run, pipelines, stages and counts.",
            "",
            "Also while a canary writes it. Slots are counted as a report of the whole run counts them.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  rung log info rung-out/demo-2026-11-22-180509", "  rung log info facts.db --json"})
final class LogInfoCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private LogArgument log = new LogArgument();

    @Mixin
    private LadderOption ladder = new LadderOption();

    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    LogInfoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What is known of one stage. */
    private record Stage(PipelineSetup pipeline, StageSetup setup, WindowCounts counts) {}

    /**
     * What is known of the run at one moment.
     *
     * @param hash of what is known of all its slots; absent where folds of the log are older than this hash
     */
    private record Info(RunSetup run, Instant until, List<Stage> stages, Optional<String> hash) {}

    @Override
    public Integer call() throws IOException, ConfigException {
        Ladder judging = ladder.read(terminal);
        try (LogReader facts = log.openForAll()) {
            Info info = facts.still(() -> info(facts, judging));
            terminal.out().print(json ? ReportJson.text(tree(info)) : text(info));
        }
        return ExitCode.OK;
    }

    private static Info info(LogReader facts, Ladder judging) {
        RunSetup run = facts.run();
        Instant first = run.pipelines().stream()
                .map(PipelineSetup::firstSlot)
                .min(Comparator.naturalOrder())
                .orElse(run.startedAt());
        Instant end = facts.until().isAfter(first) ? facts.until() : first.plusNanos(1);
        FreshnessReport report =
                FreshnessReport.of(facts, judging, List.of(), new TimeWindow("all", first, end), facts.until());
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < run.pipelines().size(); i++) {
            PipelineSetup pipeline = run.pipelines().get(i);
            for (int j = 0; j < pipeline.stages().size(); j++) {
                WindowCounts counts = report.pipelines()
                        .get(i)
                        .stages()
                        .get(j)
                        .run()
                        .evidence()
                        .counts();
                stages.add(new Stage(pipeline, pipeline.stages().get(j), counts));
            }
        }
        return new Info(run, facts.until(), stages, Hashes.facts(report));
    }

    private String text(Info info) {
        Style style = terminal.style();
        Words words = new Words(info.run().zone());
        StringBuilder text = new StringBuilder();
        line(text, "log", log.file().toString());
        line(text, "run", info.run().id() + ", measured by " + info.run().software());
        line(text, "began", words.moment(info.run().startedAt()));
        line(text, "known", "until " + words.moment(info.until()));
        line(text, "seed", Long.toString(info.run().seed()));
        line(text, "facts", info.hash().orElse("no hash: parts were folded by a Rung that made none"));
        String last = "";
        for (Stage stage : info.stages()) {
            PipelineSetup pipeline = stage.pipeline();
            if (!pipeline.name().equals(last)) {
                last = pipeline.name();
                line(
                        text,
                        "pipeline",
                        last + ": a sale each " + Durations.words(pipeline.slot()) + ", " + promise(pipeline));
            }
            WindowCounts counts = stage.counts();
            line(
                    text,
                    "",
                    stage.setup().name() + ": " + counted(words, counts.slots(), "slot") + ", "
                            + words.count(counts.seen()) + " seen, " + words.count(counts.pending()) + " pending, "
                            + words.count(counts.lost()) + " lost, " + words.count(counts.unmeasured())
                            + " unmeasured; read every "
                            + Durations.words(stage.setup().poll()));
        }
        return text.toString().lines().map(line -> style.text(line) + "\n").reduce("", String::concat);
    }

    private static String promise(PipelineSetup pipeline) {
        if (!pipeline.promise().isMade()) {
            return "nothing promised";
        }
        String peaks = String.join(", ", pipeline.promise().peaks());
        return "tier " + pipeline.promise().tier() + " promised at "
                + pipeline.promise().stage() + (peaks.isEmpty() ? "" : " in " + peaks);
    }

    private static String counted(Words words, long count, String noun) {
        return words.count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append("%-9s %s%n".formatted(label, value.replaceAll("\\R", " ")));
    }

    private ObjectNode tree(Info info) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("run", info.run().id());
        json.put("software", info.run().software());
        json.put("zone", info.run().zone().getId());
        json.put("seed", info.run().seed());
        json.put("started_at", info.run().startedAt().toString());
        ObjectNode facts = json.putObject("facts");
        facts.put("known_until", info.until().toString());
        facts.put("sha256", info.hash().orElse(null));
        ArrayNode pipelines = json.putArray("pipelines");
        for (PipelineSetup pipeline : info.run().pipelines()) {
            ObjectNode one = pipelines.addObject();
            one.put("id", pipeline.name());
            one.put("first_slot", pipeline.firstSlot().toString());
            one.set("slot_seconds", ReportJson.seconds(pipeline.slot()));
            if (pipeline.promise().isMade()) {
                ObjectNode promise = one.putObject("promise");
                promise.put("tier", pipeline.promise().tier());
                promise.put("stage", pipeline.promise().stage());
                pipeline.promise().peaks().forEach(promise.putArray("in")::add);
            } else {
                one.putNull("promise");
            }
            ArrayNode stages = one.putArray("stages");
            info.stages().stream()
                    .filter(stage -> stage.pipeline().equals(pipeline))
                    .forEach(stage -> stage(stages.addObject(), stage));
        }
        return json;
    }

    private static void stage(ObjectNode json, Stage stage) {
        json.put("id", stage.setup().name());
        json.set("poll_seconds", ReportJson.seconds(stage.setup().poll()));
        json.set("settling_seconds", ReportJson.seconds(stage.setup().settling()));
        json.put("slots", stage.counts().slots());
        json.put("seen", stage.counts().seen());
        json.put("pending", stage.counts().pending());
        json.put("lost", stage.counts().lost());
        json.put("unmeasured", stage.counts().unmeasured());
    }
}
