package rung.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import rung.core.config.ConfigException;
import rung.core.ladder.Ladder;
import rung.core.log.CsvFacts;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.probe.plan.PipelinePlan;
import rung.probe.plan.Plan;
import rung.probe.plan.PlanFile;
import rung.reporter.report.FreshnessReport;

/** Judges facts that something else measured. */
@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        description = {
            "Judges facts that something else measured.",
            "",
            "They come from a CSV file with a row for each injection at each stage, one injection per slot, in any"
                    + " order. Its columns:%n",
            "  pipeline   name of the pipeline",
            "  stage      where the sale was looked for",
            "  intended   when the sale should have happened",
            "  missed_at  when the last read without it began (empty: none; may be left out)",
            "  seen_at    when the first read with it had answered (empty: not by --at)",
            "  cycle      the commit that brought it (may be left out)",
            "",
            "Times are ISO 8601 with an offset, or seconds since 1970. What rung log export writes has more columns, which"
                    + " are read, too; README.md describes them.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung judge facts.csv",
            "  rung judge facts.csv --at 2026-11-22T18:00:00Z --json",
            "  rung judge facts.csv --window 2026-11-21T18:00:00Z/2026-11-21T22:00:00Z",
            "  rung judge facts.csv -c pipelines.yaml    with its promises and peaks"
        })
final class JudgeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Output output = new Output();

    @Mixin
    private ExitZero exitZero = new ExitZero();

    @Mixin
    private LadderOption ladder = new LadderOption();

    @Mixin
    private BusinessOptions business = new BusinessOptions();

    @Parameters(paramLabel = "FILE", description = "The facts, such as facts.csv.")
    private Path file = Path.of("facts.csv");

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = InstantArgument.class,
            description =
                    "The moment up to which the facts are complete (default: what the file says, or the latest that it"
                            + " mentions).")
    private @Nullable Instant at;

    @Option(
            names = "--window",
            paramLabel = "FROM/TO",
            converter = WindowArgument.class,
            description = "Judge this stretch of time alone (default: all of it, and the peaks of -c).")
    private @Nullable TimeWindow window;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A pipelines.yaml, for its promises and its peaks.")
    private @Nullable Path config;

    JudgeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ConfigException, UserError {
        Ladder judging = ladder.read(terminal);
        Optional<Plan> plan =
                config == null ? Optional.empty() : Optional.of(PlanFile.read(config, judging, terminal.environment()));
        ZoneId zone = plan.map(one -> one.peaks().zone()).orElse(ZoneId.systemDefault());
        Path scratch = Files.createTempDirectory("rung-judge");
        try (CsvFacts facts = CsvFacts.read(file, Optional.ofNullable(at), zone, scratch)) {
            facts.notes().forEach(note -> output.notice(terminal, "note: " + note));
            CsvFacts promising = plan.isEmpty() ? facts : facts.promising(promises(plan.get(), facts));
            TimeWindow period = period(promising);
            List<TimeWindow> peaks = plan.map(one -> one.peaks().windows(period.from(), period.to()))
                    .orElse(List.of());
            FreshnessReport report =
                    business.of(FreshnessReport.of(promising, judging, peaks, period, promising.until()));
            output.printUnmeasured(terminal, report);
            return exitZero.or(report.exitCode());
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    /** A promise that meets no fact is an error: the script that asks must not take a typo for a promise met. */
    private Map<String, Promise> promises(Plan plan, CsvFacts facts) throws UserError {
        Map<String, PipelineSetup> measured = new LinkedHashMap<>();
        facts.run().pipelines().forEach(pipeline -> measured.put(pipeline.name(), pipeline));
        Map<String, Promise> promises = new HashMap<>();
        for (PipelinePlan pipeline : plan.pipelines()) {
            Promise promise = pipeline.promise();
            PipelineSetup found = measured.get(pipeline.id());
            if (found == null) {
                if (promise.isMade()) {
                    throw noFacts("pipeline " + pipeline.id(), measured.keySet());
                }
                continue;
            }
            List<String> stages = found.stages().stream().map(StageSetup::name).toList();
            if (stages.contains(promise.stage())) {
                promises.put(pipeline.id(), promise);
            } else if (promise.isMade()) {
                throw noFacts("stage " + promise.stage() + " of pipeline " + pipeline.id(), stages);
            }
        }
        for (String name : measured.keySet()) {
            if (!promises.containsKey(name)) {
                output.notice(terminal, "note: " + config + " promises nothing for pipeline " + name);
            }
        }
        return promises;
    }

    private UserError noFacts(String promised, Collection<String> measured) {
        return new UserError(
                ExitCode.USAGE,
                config + " promises a tier for " + promised + ", of which " + file + " has no facts; it has "
                        + String.join(", ", measured) + ": make the names agree, or promise nothing there");
    }

    private TimeWindow period(CsvFacts facts) throws UserError {
        if (window != null) {
            return window;
        }
        Instant first = facts.run().pipelines().stream()
                .map(PipelineSetup::firstSlot)
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new UserError(ExitCode.USAGE, file + " holds no facts"));
        Instant until = facts.until();
        if (until.isBefore(first)) {
            throw new UserError(ExitCode.USAGE, "--at " + until + " lies before the first injection, at " + first);
        }
        return new TimeWindow("all", first, until.plusNanos(1));
    }

    private static final class WindowArgument implements ITypeConverter<TimeWindow> {
        @Override
        public TimeWindow convert(String text) {
            String[] ends = text.split("/", -1);
            if (ends.length != 2) {
                throw new TypeConversionException("\"" + text
                        + "\" is no window; write FROM/TO, such as 2026-11-22T18:00:00Z/2026-11-22T22:00:00Z");
            }
            InstantArgument end = new InstantArgument();
            try {
                return new TimeWindow("window", end.convert(ends[0]), end.convert(ends[1]));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("the window ends before it begins: " + text);
            }
        }
    }
}
