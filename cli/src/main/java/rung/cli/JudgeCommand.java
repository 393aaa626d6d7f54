package rung.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
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
            "Judges facts that were measured elsewhere, from a CSV file with the columns pipeline, stage, intended,",
            "missed_at, seen_at, cycle: a row for each injection at each stage, one injection per slot, in any order.",
            "Times are ISO 8601 or seconds since 1970; an empty seen_at was not seen by --at, an empty missed_at was",
            "not looked for before it was seen; missed_at and cycle may be left out."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung judge facts.csv",
            "  rung judge facts.csv --at 2026-11-22T18:00:00Z --json",
            "  rung judge facts.csv --window 2026-11-21T18:00:00+05:30/2026-11-21T22:00:00+05:30",
            "  rung judge facts.csv -c pipelines.yaml    with the promises and peaks of that file"
        })
final class JudgeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Output output = new Output();

    @Mixin
    private LadderOption ladder = new LadderOption();

    @Parameters(paramLabel = "FACTS.csv", description = "The facts.")
    private Path file = Path.of("facts.csv");

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = InstantArgument.class,
            description = "The moment up to which the facts are complete (default: the latest that they mention).")
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
            facts.notes().forEach(note -> output.notice(terminal, note));
            CsvFacts promising = plan.isEmpty() ? facts : facts.promising(promises(plan.get(), facts));
            TimeWindow period = period(promising);
            List<TimeWindow> peaks = plan.map(one -> one.peaks().windows(period.from(), period.to()))
                    .orElse(List.of());
            FreshnessReport report = FreshnessReport.of(promising, judging, peaks, period, promising.until());
            output.print(terminal, report);
            return output.exitCode(report);
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    private Map<String, Promise> promises(Plan plan, CsvFacts facts) {
        Map<String, Promise> promises = new HashMap<>();
        for (PipelinePlan pipeline : plan.pipelines()) {
            promises.put(pipeline.id(), pipeline.promise());
        }
        for (PipelineSetup measured : facts.run().pipelines()) {
            if (promises.get(measured.name()) == null) {
                output.notice(
                        terminal, config + " has no pipeline " + measured.name() + ": nothing is promised for it");
            }
        }
        return promises;
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

    private static final class InstantArgument implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return Times.parse(text);
            } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
                throw new TypeConversionException("\"" + text
                        + "\" is no time; write ISO 8601 with an offset, such as 2026-11-22T18:00:00+05:30, or seconds"
                        + " since 1970");
            }
        }
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
