package rung.reporter.console;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import rung.core.checkup.Checkup;
import rung.core.checkup.PipelineCheckup;
import rung.core.checkup.SourceCheckup;
import rung.core.checkup.StageCheckup;
import rung.core.ladder.Verdict;
import rung.reporter.report.Words;

/** A checkup as a terminal shows it: for each pipeline its source and its stages, and what is to be done where. */
public final class CheckupPage {
    private static final String INDENT = "  ";
    private static final int LONGEST_NAME = 20;

    private final Checkup checkup;
    private final Style style;
    private final Words words;
    private final StringBuilder page = new StringBuilder();
    private final int nameWidth;

    private CheckupPage(Checkup checkup, ZoneId zone, Style style) {
        this.checkup = checkup;
        this.style = style;
        this.words = new Words(zone);
        this.nameWidth = Math.min(
                LONGEST_NAME,
                checkup.pipelines().stream()
                        .flatMap(pipeline -> pipeline.stages().stream())
                        .mapToInt(stage -> Columns.width(style.text(stage.name())))
                        .reduce("source".length(), Math::max));
    }

    /** The checkup for a person, in lines of at most 118 columns, each ended by a newline. */
    public static String render(Checkup checkup, ZoneId zone, Style style) {
        return new CheckupPage(checkup, zone, style).page();
    }

    private String page() {
        page.append(style.bold("CHECKUP"))
                .append(style.text("   " + words.moment(checkup.at()) + " · nothing was sent"))
                .append('\n');
        checkup.pipelines().forEach(this::pipeline);
        page.append(style.text(conclusion())).append('\n');
        return page.toString();
    }

    private void pipeline(PipelineCheckup pipeline) {
        String promise = pipeline.promise().tier() == 0
                ? "promises nothing"
                : "promises T" + pipeline.promise().tier() + " at "
                        + pipeline.promise().stage();
        page.append(INDENT)
                .append(style.bold(style.text(pipeline.id())))
                .append(style.text("   " + promise + " · " + words.count(pipeline.keys()) + " keys"))
                .append('\n');
        source(pipeline.source());
        pipeline.stages().forEach(this::stage);
    }

    private void source(SourceCheckup source) {
        if (source.trouble().isPresent()) {
            entry(Verdict.MISSED, "source", List.of(source.trouble().get()));
        } else {
            entry(Verdict.MET, "source", List.of("would take a sale"));
        }
        entry(List.of(
                "acknowledged: " + source.acknowledged(),
                source.duplicates()
                        .map(way -> "a till’s duplicate: " + way)
                        .orElse("cannot carry a till’s duplicate")));
    }

    private void stage(StageCheckup stage) {
        boolean isWhole = stage.troubles().isEmpty();
        boolean isDoubtful = stage.absent() > 0 || stage.differing() > 0 || stage.isTooSlow();
        Verdict sign = !isWhole ? Verdict.MISSED : isDoubtful ? Verdict.UNDECIDED : Verdict.MET;
        entry(sign, stage.name(), found(stage));
        stage.troubles()
                .forEach(trouble ->
                        entry(List.of(words.count(trouble.keys()) + (trouble.keys() == 1 ? " key " : " keys ")
                                + trouble.fault().label().replace('_', ' ') + ": " + trouble.reason())));
        List<String> traits = new ArrayList<>();
        traits.add("a look costs " + stage.cost());
        traits.add("a change is known " + stage.resolution());
        traits.add(stage.cycles().map(way -> "commits told apart by " + way).orElse("commits cannot be told apart"));
        stage.caveat().ifPresent(traits::add);
        entry(traits);
    }

    private List<String> found(StageCheckup stage) {
        List<String> found = new ArrayList<>();
        found.add(words.count(stage.counted()) + " of " + words.count(stage.asked()) + " keys counted in "
                + words.duration(stage.took()));
        if (stage.cycle().isKnown()) {
            found.add("commit " + stage.cycle().id());
        }
        if (stage.absent() > 0) {
            found.add(words.count(stage.absent()) + " absent, which count as none: give them stock");
        }
        if (stage.differing() > 0) {
            found.add(words.count(stage.differing())
                    + " differ from the stage before: counts on their way, or another store, SKU or column");
        }
        if (stage.isTooSlow()) {
            found.add("slower than its poll of " + words.duration(stage.poll())
                    + ": if later looks are, too, windows become invalid");
        }
        return found;
    }

    private void entry(Verdict sign, String name, List<String> phrases) {
        String symbol = Columns.padded(style.symbol(sign), style.symbolWidth());
        String padded = Columns.padded(Columns.cut(style.text(name), nameWidth), nameWidth);
        lines(INDENT + INDENT + style.inColourOf(sign, symbol) + " " + padded + INDENT, phrases);
    }

    private void entry(List<String> phrases) {
        lines(" ".repeat(margin()), phrases);
    }

    private int margin() {
        return 3 * INDENT.length() + style.symbolWidth() + 1 + nameWidth;
    }

    /** The first line after {@code lead}, the others below it. */
    private void lines(String lead, List<String> phrases) {
        List<String> safe = phrases.stream().map(style::text).toList();
        String before = lead;
        for (String line : Columns.wrapped(safe, Columns.PAGE - margin())) {
            page.append(before).append(style.text(line)).append('\n');
            before = " ".repeat(margin());
        }
    }

    private String conclusion() {
        if (checkup.canInject() && checkup.canObserve()) {
            return "Everything can be reached and read.";
        }
        if (checkup.canInject()) {
            return "Sales would enter, but not every stage can be read: see ✗ above.";
        }
        return checkup.canObserve()
                ? "Every stage can be read, but not every source would take a sale: see ✗ above."
                : "Neither would every source take a sale, nor can every stage be read: see ✗ above.";
    }
}
