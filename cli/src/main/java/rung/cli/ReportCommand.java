package rung.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import rung.core.config.ConfigException;
import rung.core.ladder.Ladder;
import rung.core.log.FactReader;
import rung.core.log.LogReader;
import rung.core.measure.PipelineSetup;
import rung.core.measure.TimeWindow;
import rung.probe.plan.Plan;
import rung.probe.plan.PlanFile;
import rung.reporter.paper.Paper;
import rung.reporter.report.FreshnessReport;

/** Makes the tier report of a log. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the tier report of a log: PDF, HTML, JSON.",
            "",
            "Page one says whether the promises were kept, page two why one may believe it, page three where the"
                    + " minutes go. Of the newest run in the log, also of one that was broken off. The same facts and"
                    + " options always give the same bytes. Prints the files that it wrote.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung report rung-out/demo-2026-11-22-180509",
            "  rung report facts.db -c pipelines.yaml    judged in its peaks, too",
            "  rung report facts.db --from 2026-11-07T00:00 --to 2026-11-08T00:00",
            "  rung report facts.db --pipelines web,app --paper letter -o friday",
            "  rung report facts.db --format json --exit-zero"
        })
final class ReportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ExitZero exitZero = new ExitZero();

    @Mixin
    private LadderOption ladder = new LadderOption();

    @Mixin
    private LogArgument log = new LogArgument();

    @Mixin
    private BusinessOptions business = new BusinessOptions();

    @Mixin
    private PipelinesOption pipelines = new PipelinesOption();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A pipelines.yaml, for its peaks.")
    private @Nullable Path config;

    @Option(names = "--from", paramLabel = "TIME", description = "Begin of the period (default: of the run).")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description =
                    "End of the period (default: of the facts). Times are ISO 8601, in the zone of the report where"
                            + " they have no offset.")
    private @Nullable String to;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            converter = ZoneArgument.class,
            description = "Zone of its reader, such as Asia/Kolkata (default: that of the run).")
    private @Nullable ZoneId zone;

    @Option(
            names = "--locale",
            paramLabel = "LOCALE",
            converter = LocaleArgument.class,
            description = "As whose people numbers are written, such as en-IN or de-DE (default: en).")
    private Locale locale = Locale.ENGLISH;

    @Option(
            names = "--paper",
            paramLabel = "SIZE",
            converter = PaperArgument.class,
            description = "a4 or letter (default: a4).")
    private Paper paper = Paper.A4;

    @Option(
            names = "--format",
            paramLabel = "FORM",
            split = ",",
            converter = FormatArgument.class,
            description = "pdf, html, json or several of them (default: all).")
    private Set<ReportFiles.Format> formats = EnumSet.allOf(ReportFiles.Format.class);

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            description = "Where the files are written (default: the folder of the log).")
    private @Nullable Path out;

    @Option(
            names = {"-q", "--quiet"},
            description = "Keep progress and notices from the terminal.")
    private boolean quiet;

    ReportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, ConfigException, UserError {
        Ladder judging = ladder.read(terminal);
        Optional<Plan> plan =
                config == null ? Optional.empty() : Optional.of(PlanFile.read(config, judging, terminal.environment()));
        Path file = log.file();
        Path folder = out != null ? out : Optional.ofNullable(file.getParent()).orElse(Path.of("."));
        try (LogReader facts = log.openForAll()) {
            Made made = make(facts, judging, plan, folder);
            made.files().forEach(terminal.out()::println);
            return exitZero.or(made.report().exitCode());
        }
    }

    private record Made(FreshnessReport report, List<Path> files) {}

    private Made make(LogReader facts, Ladder judging, Optional<Plan> plan, Path folder) throws IOException, UserError {
        try (StepLine line = new StepLine(terminal, quiet)) {
            FreshnessReport report =
                    business.of(report(facts, judging, plan, line)).in(locale);
            return new Made(report, new ReportFiles(formats, paper).write(facts, report, folder, line::onReport));
        }
    }

    private FreshnessReport report(LogReader facts, Ladder judging, Optional<Plan> plan, StepLine line)
            throws UserError {
        ZoneId shown = zone == null ? facts.run().zone() : zone;
        TimeWindow period = period(facts, shown);
        List<TimeWindow> peaks =
                plan.map(one -> one.peaks().windows(period.from(), period.to())).orElse(List.of());
        if (plan.isEmpty()
                && facts.run().pipelines().stream()
                        .anyMatch(one -> !one.promise().peaks().isEmpty())) {
            notice("note: promises of this run are for peaks, whose calendar is in its pipelines.yaml; name it with"
                    + " -c");
        }
        List<String> chosen =
                pipelines.among(facts.run()).stream().map(PipelineSetup::name).toList();
        int all = facts.run().pipelines().size();
        return FreshnessReport.of(
                        facts,
                        judging,
                        peaks,
                        period,
                        facts.until(),
                        judged -> line.onReport("judging " + judged + " of " + all))
                .in(shown)
                .only(chosen);
    }

    private TimeWindow period(FactReader facts, ZoneId shown) throws UserError {
        Instant first = facts.run().pipelines().stream()
                .map(PipelineSetup::firstSlot)
                .min(Comparator.naturalOrder())
                .orElse(facts.run().startedAt());
        Instant until = facts.until().isAfter(first) ? facts.until() : first.plusSeconds(1);
        Instant begin = from == null ? first : moment("--from", from, shown);
        Instant end = to == null ? until : moment("--to", to, shown);
        if (!begin.isBefore(end)) {
            throw new UserError(
                    ExitCode.USAGE,
                    "the period ends before it begins: " + begin + " to " + end + "; the run has facts from " + first
                            + " to " + until);
        }
        if (!begin.isBefore(until) || !end.isAfter(first)) {
            throw new UserError(
                    ExitCode.USAGE,
                    "the period " + begin + " to " + end + " holds nothing of the run, which has facts from " + first
                            + " to " + until);
        }
        return new TimeWindow("run", begin, end);
    }

    private static Instant moment(String option, String text, ZoneId shown) throws UserError {
        try {
            return Times.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            // perhaps without an offset
        }
        try {
            return LocalDateTime.parse(text).atZone(shown).toInstant();
        } catch (DateTimeException e) {
            throw new UserError(
                    ExitCode.USAGE,
                    "Invalid value for option '" + option + "': \"" + text
                            + "\" is no time; write ISO 8601, such as 2026-11-07T18:00 or 2026-11-07T18:00:00+05:30");
        }
    }

    private void notice(String text) {
        if (!quiet) {
            terminal.err().println(text);
        }
    }

    private static final class ZoneArgument implements ITypeConverter<ZoneId> {
        @Override
        public ZoneId convert(String text) {
            try {
                return ZoneId.of(text);
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "\"" + text + "\" is no time zone; write one such as Asia/Kolkata, UTC or +05:30");
            }
        }
    }

    private static final class LocaleArgument implements ITypeConverter<Locale> {
        @Override
        public Locale convert(String text) {
            Locale locale = Locale.forLanguageTag(text.replace('_', '-'));
            if (!Arrays.asList(Locale.getISOLanguages()).contains(locale.getLanguage())) {
                throw new TypeConversionException("\"" + text + "\" is no locale; write one such as en-IN or de-DE");
            }
            return locale;
        }
    }

    private static final class PaperArgument implements ITypeConverter<Paper> {
        @Override
        public Paper convert(String text) {
            return Arrays.stream(Paper.values())
                    .filter(one -> one.label().equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("\"" + text + "\" is no paper; write a4 or letter"));
        }
    }

    private static final class FormatArgument implements ITypeConverter<ReportFiles.Format> {
        @Override
        public ReportFiles.Format convert(String text) {
            return Arrays.stream(ReportFiles.Format.values())
                    .filter(one -> one.label().equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(
                            () -> new TypeConversionException("\"" + text + "\" is no form; write pdf, html or json"));
        }
    }
}
