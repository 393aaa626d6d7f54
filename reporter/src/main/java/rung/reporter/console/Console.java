package rung.reporter.console;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.Quantile;
import rung.core.evidence.WindowCounts;
import rung.core.ladder.Tier;
import rung.core.ladder.Verdict;
import rung.core.measure.Fact;
import rung.core.measure.Fault;
import rung.core.measure.Promise;
import rung.reporter.report.CacheNote;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.Phrases;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.StageReport;
import rung.reporter.report.WindowReport;
import rung.reporter.report.Words;

/** The report as a terminal shows it: the verdict first, then what explains it, then how good the measurement was. */
public final class Console {
    private static final int MARGIN = 2;
    private static final int NAME_LIMIT = 24;
    private static final int TIER_LIMIT = 30;
    private static final int PROMISE_LIMIT = 26;
    private static final String GAP = "   ";
    private static final String TABLE_GAP = "  ";
    private static final List<String> QUALITY =
            List.of("resolution", "slip p99", "slots", "unmeasured", "pending", "lost", "wrong counts", "residue");

    private final FreshnessReport report;
    private final Style style;
    private final Words words;
    private final Phrases phrases;
    private final int nameWidth;
    private final StringBuilder page = new StringBuilder();

    private Console(FreshnessReport report, Style style) {
        this.report = report;
        this.style = style;
        this.words = new Words(report.zone());
        this.phrases = new Phrases(report);
        this.nameWidth = widest(report.pipelines().stream().map(this::name).toList());
    }

    /** The report for a person, in lines of at most 118 columns, each ended by a newline. */
    public static String render(FreshnessReport report, Style style) {
        return new Console(report, style).page(true);
    }

    /**
     * The same of facts that no machine of Rung's measured: simulated, or brought from elsewhere. Where they hold no
     * calibration, none is missed.
     */
    public static String renderUnmeasured(FreshnessReport report, Style style) {
        return new Console(report, style).page(report.instrument().isPresent());
    }

    /**
     * The report for a script: a line for each pipeline with its id, verdict, tier, promised tier, stage, first and last
     * moment of the judged window, slots, late slots, share in time, proven share in time and needed slots at the promised
     * edge (else at the kept one), the 95 % point of the staleness in seconds, the age in seconds and the residue in units.
     * Fields are separated by tabs; one that has no value is empty.
     */
    public static String plain(FreshnessReport report) {
        return report.pipelines().stream()
                .map(pipeline -> record(report, pipeline))
                .collect(Collectors.joining());
    }

    private String page(boolean isInstrumentShown) {
        heading(
                "VERDICT",
                "rule: at least " + words.share(report.ladder().rule().share())
                        + " of a window's sales in time, said at "
                        + words.share(report.ladder().rule().confidence()) + " confidence");
        verdicts();
        heading("STAGES", "p50 / p95 from the till to the count at each stage, over the whole period");
        report.pipelines().forEach(this::stages);
        quality();
        notes();
        if (isInstrumentShown) {
            instrument();
        }
        List<String> about = new ArrayList<>();
        about.add(words.moment(report.window().from()) + " to "
                + words.moment(report.window().to()));
        about.add(words.duration(report.window().length()));
        about.add("run " + report.run());
        about.add(report.software());
        headed("PERIOD", about);
        return page.toString();
    }

    private void heading(String title, String text) {
        headed(title, List.of(text));
    }

    private void headed(String title, List<String> about) {
        int indent = Math.max("VERDICT".length(), title.length()) + GAP.length();
        List<String> lines = Columns.wrapped(about.stream().map(style::text).toList(), Columns.PAGE - indent);
        for (int i = 0; i < lines.size(); i++) {
            String start = i == 0 ? style.bold(Columns.padded(title, indent)) : " ".repeat(indent);
            line(start + style.text(lines.get(i)));
        }
    }

    private void instrument() {
        headed(
                "INSTRUMENT",
                report.instrument()
                        .map(calibration ->
                                List.of(calibration.sentence() + " Calibrated " + words.moment(calibration.at()) + "."))
                        .orElse(List.of("not calibrated: how exact this build is on its machine was not measured; run"
                                + " rung calibrate")));
    }

    private void verdicts() {
        List<PipelineReport> pipelines = report.pipelines();
        int tierWidth = widest(pipelines.stream().map(this::tier).toList());
        int promiseWidth = widest(pipelines.stream().map(this::promise).toList());
        for (PipelineReport pipeline : pipelines) {
            String symbol = Columns.padded(style.symbol(pipeline.verdict()), style.symbolWidth());
            String tier = Columns.padded(tier(pipeline), tierWidth);
            int room = Columns.PAGE - indent() - tierWidth - GAP.length() - promiseWidth - GAP.length();
            String row = " ".repeat(MARGIN) + style.inColourOf(pipeline.verdict(), symbol) + " "
                    + style.bold(Columns.padded(name(pipeline), nameWidth)) + GAP
                    + (pipeline.tier().isPresent()
                            ? style.inColourOf(pipeline.tier().getAsInt(), tier)
                            : tier) + GAP
                    + Columns.padded(promise(pipeline), promiseWidth) + GAP
                    + style.text(Columns.cut(style.text(phrases.verdict(pipeline)), room));
            line(row);
            indented(phrases.evidence(pipeline));
        }
    }

    /** Where the text beside a pipeline's name begins. */
    private int indent() {
        return MARGIN + style.symbolWidth() + 1 + nameWidth + GAP.length();
    }

    private String name(PipelineReport pipeline) {
        return style.text(Columns.cut(style.text(pipeline.id()), NAME_LIMIT));
    }

    private String tier(PipelineReport pipeline) {
        OptionalInt tier = pipeline.tier();
        if (tier.isEmpty()) {
            return pipeline.verdict() == Verdict.INVALID ? "no tier proven" : "no tier proven yet";
        }
        int number = tier.getAsInt();
        Optional<Tier> one = report.ladder().tier(number);
        String named = style.tier(number, one.map(Tier::shape).orElse("")) + " "
                + one.map(Tier::name).orElse("off the ladder");
        return style.text(Columns.cut(style.text(named), TIER_LIMIT));
    }

    private String promise(PipelineReport pipeline) {
        Promise promise = pipeline.promise();
        String text = promise.isMade()
                ? "promised T" + promise.tier() + " at " + promise.stage()
                : "no promise at " + promise.stage();
        return style.text(Columns.cut(style.text(text), PROMISE_LIMIT));
    }

    private void indented(List<String> texts) {
        List<String> safe = texts.stream().map(style::text).toList();
        for (String wrapped : Columns.wrapped(safe, Columns.PAGE - indent())) {
            line(" ".repeat(indent()) + style.text(wrapped));
        }
    }

    private void stages(PipelineReport pipeline) {
        List<String> told = new ArrayList<>();
        told.add(style.text(pipeline.stages().stream().map(this::stage).collect(Collectors.joining(" → "))));
        phrases.cause(pipeline).map(style::text).ifPresent(told::add);
        List<String> lines = Columns.wrapped(told, Columns.PAGE - indent());
        for (int i = 0; i < lines.size(); i++) {
            line((i == 0 ? named(pipeline) : " ".repeat(indent())) + style.text(lines.get(i)));
        }
        StagePhrases asides = new StagePhrases(words);
        pipeline.stages().forEach(stage -> indented(asides.of(stage)));
    }

    private String stage(StageReport stage) {
        List<Quantile> quantiles = stage.run().evidence().quantiles();
        return stage.id() + " "
                + quantiles.stream()
                        .filter(quantile -> quantile.quantile() == 0.5 || quantile.quantile() == 0.95)
                        .map(phrases::percentile)
                        .collect(Collectors.joining(" / "));
    }

    private String named(PipelineReport pipeline) {
        return " ".repeat(MARGIN + style.symbolWidth() + 1) + Columns.padded(name(pipeline), nameWidth) + GAP;
    }

    private void quality() {
        List<List<String>> table = new ArrayList<>();
        table.add(QUALITY);
        report.pipelines().forEach(pipeline -> table.add(quality(pipeline)));
        for (int row = 0; row < table.size(); row++) {
            String start = row == 0
                    ? style.bold(Columns.padded("QUALITY", indent()))
                    : named(report.pipelines().get(row - 1));
            StringBuilder cells = new StringBuilder(start);
            for (int column = 0; column < QUALITY.size(); column++) {
                int at = column;
                int width = widest(table.stream().map(one -> one.get(at)).toList());
                String cell = table.get(row).get(column);
                cells.append(column == 0 ? "" : TABLE_GAP)
                        .append(" ".repeat(width - Columns.width(cell)))
                        .append(cell);
            }
            line(cells.toString());
        }
    }

    private List<String> quality(PipelineReport pipeline) {
        WindowReport run = pipeline.promised().run();
        WindowCounts counts = run.evidence().counts();
        return Stream.of(
                        seconds(run.evidence().resolution()),
                        seconds(run.evidence().slip()),
                        words.count(counts.slots()),
                        words.count(counts.unmeasured()),
                        words.count(counts.pending()),
                        words.count(counts.lost()),
                        words.count(Phrases.most(pipeline, Fact.Anomaly.Kind.WRONG_COUNT)),
                        words.count(pipeline.residueUnits()))
                .map(style::text)
                .toList();
    }

    private String seconds(OptionalDouble seconds) {
        return seconds.isEmpty() ? "–" : words.duration(Duration.ofMillis(Math.round(seconds.getAsDouble() * 1000)));
    }

    /** Each note once, with the pipelines that it is about unless it is about all. */
    private void notes() {
        Map<String, List<String>> pipelinesByNote = new LinkedHashMap<>();
        for (PipelineReport pipeline : report.pipelines()) {
            WindowReport judged = pipeline.judged().orElse(pipeline.headline());
            List<String> own = new ArrayList<>(pipeline.promised().run().notes());
            own.addAll(judged.notes());
            pipeline.stages().forEach(stage -> stage.run()
                    .caches()
                    .flatMap(caches -> CacheNote.of(stage.id(), caches))
                    .ifPresent(own::add));
            defects(pipeline).ifPresent(own::add);
            own.stream().distinct().forEach(note -> pipelinesByNote
                    .computeIfAbsent(note, key -> new ArrayList<>())
                    .add(name(pipeline)));
        }
        pipelinesByNote.forEach((note, pipelines) -> {
            boolean isAboutAll = pipelines.size() == report.pipelines().size();
            String start = isAboutAll ? "note: " : "note on " + String.join(", ", pipelines) + ": ";
            Columns.wrapped(List.of(style.text(start + note)), Columns.PAGE - MARGIN)
                    .forEach(wrapped -> line(" ".repeat(MARGIN) + style.text(wrapped)));
        });
    }

    /** What a stage showed beside plain staleness; absent when there was nothing of the kind. */
    private Optional<String> defects(PipelineReport pipeline) {
        List<String> defects = new ArrayList<>();
        long duplicates = Phrases.most(pipeline, Fact.Anomaly.Kind.DUPLICATE);
        long regressions = Phrases.most(pipeline, Fact.Anomaly.Kind.REGRESSION);
        Duration unreadable = pipeline.promised().run().unreadable();
        if (duplicates > 0) {
            defects.add("duplicates " + words.count(duplicates));
        }
        if (regressions > 0) {
            defects.add("regressions " + words.count(regressions));
        }
        if (!unreadable.isZero()) {
            defects.add("unreadable for " + words.duration(unreadable) + faults(pipeline));
        }
        return defects.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", defects) + ".");
    }

    /** In how many looks at the promised stage each fault occurred, most frequent first. */
    private String faults(PipelineReport pipeline) {
        String counted = pipeline.promised().run().faults().entrySet().stream()
                .sorted(Map.Entry.<Fault, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(fault -> fault.getKey().label().replace('_', ' ') + " " + words.count(fault.getValue()))
                .collect(Collectors.joining(", "));
        return counted.isEmpty() ? "" : " (looks: " + counted + ")";
    }

    private void line(String text) {
        page.append(text.stripTrailing()).append('\n');
    }

    private static int widest(List<String> texts) {
        return texts.stream().mapToInt(Columns::width).max().orElse(0);
    }

    private static String record(FreshnessReport report, PipelineReport pipeline) {
        WindowReport window = pipeline.judged().orElse(pipeline.headline());
        Promise promise = pipeline.promise();
        Optional<EdgeEvidence> edge = report.ladder()
                .tier(promise.isMade() ? promise.tier() : window.kept().orElse(0))
                .map(window::at);
        List<String> fields = List.of(
                Style.UNCOLOURED.text(pipeline.id()),
                pipeline.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                pipeline.tier().isPresent() ? Integer.toString(pipeline.tier().getAsInt()) : "",
                promise.isMade() ? Integer.toString(promise.tier()) : "",
                Style.UNCOLOURED.text(promise.stage()),
                window.window().from().toString(),
                window.window().to().toString(),
                edge.map(one -> Long.toString(one.slots())).orElse(""),
                edge.map(one -> Long.toString(one.late())).orElse(""),
                edge.map(one -> share(one.inTimeShare())).orElse(""),
                edge.filter(one -> window.isValid() && one.slots() > 0)
                        .map(one -> share(OptionalDouble.of(one.shareAtLeast())))
                        .orElse(""),
                edge.filter(one -> window.isValid() && one.judged())
                        .map(one -> Long.toString(one.slotsToKeep()))
                        .orElse(""),
                window.evidence().quantiles().stream()
                        .filter(quantile -> quantile.quantile() == 0.95)
                        .map(quantile -> millis(quantile.estimate()))
                        .findFirst()
                        .orElse(""),
                pipeline.promised()
                        .run()
                        .evidence()
                        .age()
                        .map(age -> millis(OptionalDouble.of(age.toMillis() / 1e3)))
                        .orElse(pipeline.promised().run().isEmpty() ? "" : "0.000"),
                Long.toString(pipeline.residueUnits()));
        return String.join("\t", fields) + "\n";
    }

    private static String share(OptionalDouble share) {
        return share.isEmpty()
                ? ""
                : BigDecimal.valueOf(share.getAsDouble())
                        .setScale(6, RoundingMode.DOWN)
                        .toPlainString();
    }

    private static String millis(OptionalDouble seconds) {
        return seconds.isEmpty() ? "" : String.format(Locale.ROOT, "%.3f", seconds.getAsDouble());
    }
}
