package rung.reporter.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import rung.core.log.Handover;
import rung.core.measure.Injection;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.reporter.board.SaleStory;
import rung.reporter.report.SourceClock;
import rung.reporter.report.Words;

/**
 * One synthetic sale on its way: a waterfall of stages.
 *
 * @param name of its pipeline
 * @param pipelineHref where its pipeline is
 * @param number of its slot
 * @param facts what was sent: label and value
 * @param steps at each stage, in the order in which a count travels
 * @param svg the waterfall
 * @param undone how it was undone
 * @param previous the sale before it; absent when it is the first
 * @param next the sale after it
 */
public record SalePage(
        String name,
        String pipelineHref,
        long number,
        List<PipelinePage.Pair> facts,
        List<Step> steps,
        String svg,
        String undone,
        Optional<String> previous,
        String next) {
    private static final double WIDTH = 640;
    private static final double LINE = 46;

    /** Of a stage's line, the part above its bar, in which it is named. */
    private static final double LABEL = 22;

    /** Beside the longest bar, where its staleness is written. */
    private static final double END_LABEL = 150;

    /**
     * What one stage showed.
     *
     * @param stage that showed it
     * @param state seen, unseen or unmeasured
     * @param staleness in words
     * @param lastMissing how long after the sale the last read without it began
     * @param firstSeen how long after the sale the first read with it had answered
     * @param cycle that brought it
     */
    public record Step(
            String stage, String state, String staleness, String lastMissing, String firstSeen, String cycle) {}

    static String state(SlotOutcome slot) {
        return slot.outcome().fold(seen -> "seen", unseen -> "not seen", unmeasured -> "unmeasured");
    }

    /** Between what bounds its staleness lies. */
    static String staleness(SlotOutcome slot, Instant until, Words words) {
        return slot.outcome()
                .fold(
                        seen -> {
                            String least = words.duration(positive(slot.intended(), seen.lastMissing()));
                            String most = words.duration(positive(slot.intended(), seen.firstSeen()));
                            return least.equals(most) ? most : least + " to " + most;
                        },
                        unseen -> "more than " + words.duration(positive(slot.intended(), unseen.lastMissing()))
                                + ", asked until " + words.duration(positive(slot.intended(), until)) + " after it",
                        unmeasured -> "–");
    }

    private static Duration positive(Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        return between.isNegative() ? Duration.ZERO : between;
    }

    static SalePage of(SaleStory story, Prefs prefs) {
        Words words = new Words(prefs.zone());
        String path = "/p/" + PathName.encoded(story.setup().name());
        Optional<Handover> sale = of(story, Injection.Kind.SALE);
        List<Step> steps = new ArrayList<>();
        for (StageSetup stage : story.setup().stages()) {
            SlotOutcome outcome = story.outcomes().get(stage.name());
            if (outcome != null) {
                steps.add(step(stage.name(), outcome, story.until(), words));
            }
        }
        return new SalePage(
                Shown.name(story.setup().name()),
                prefs.href(path),
                story.slot(),
                facts(story, sale, words),
                steps,
                svg(story, sale, words),
                undone(of(story, Injection.Kind.RETURN), words),
                story.slot() == 0 ? Optional.empty() : Optional.of(prefs.href(path + "/sales/" + (story.slot() - 1))),
                prefs.href(path + "/sales/" + (story.slot() + 1)));
    }

    private static Optional<Handover> of(SaleStory story, Injection.Kind kind) {
        return story.handovers().stream().filter(one -> one.kind() == kind).findFirst();
    }

    private static Step step(String stage, SlotOutcome outcome, Instant until, Words words) {
        return outcome.outcome()
                .fold(
                        seen -> new Step(
                                Shown.name(stage),
                                "seen",
                                staleness(outcome, until, words),
                                after(outcome, seen.lastMissing()),
                                after(outcome, seen.firstSeen()),
                                seen.cycle().isKnown() ? Shown.name(seen.cycle().id()) : "the stage does not tell"),
                        unseen -> new Step(
                                Shown.name(stage),
                                "not seen",
                                staleness(outcome, until, words),
                                after(outcome, unseen.lastMissing()),
                                "–",
                                "–"),
                        unmeasured -> new Step(
                                Shown.name(stage), "unmeasured", Shown.text(unmeasured.reason()), "–", "–", "–"));
    }

    /** To the millisecond: that is what bounds are about. */
    private static String after(SlotOutcome outcome, Instant at) {
        return String.format(
                Locale.ROOT, "%.3f s after it", positive(outcome.intended(), at).toMillis() / 1000.0);
    }

    private static List<PipelinePage.Pair> facts(SaleStory story, Optional<Handover> sale, Words words) {
        List<PipelinePage.Pair> facts = sale.map(one -> handover(one, words)).orElseGet(ArrayList::new);
        if (sale.flatMap(Handover::handed).isPresent()) {
            facts.add(new PipelinePage.Pair("trace", story.trace()));
        }
        story.sourceClock()
                .ifPresent(clock -> facts.add(new PipelinePage.Pair(
                        "front door's own clock", SourceClock.words(clock) + "; no staleness is counted from it")));
        return facts;
    }

    private static List<PipelinePage.Pair> handover(Handover sale, Words words) {
        List<PipelinePage.Pair> facts = new ArrayList<>();
        facts.add(new PipelinePage.Pair("intended", words.moment(sale.intended())));
        sale.handed()
                .ifPresent(at -> facts.add(new PipelinePage.Pair(
                        "handed to the client", words.duration(positive(sale.intended(), at)) + " after it")));
        sale.answered()
                .ifPresent(at -> facts.add(new PipelinePage.Pair(
                        "front door answered", words.duration(positive(sale.intended(), at)) + " after it")));
        sale.key()
                .ifPresent(key -> facts.add(new PipelinePage.Pair(
                        "key", "store " + Shown.name(key.store()) + ", SKU " + Shown.name(key.sku()))));
        if (sale.quantity() > 0) {
            facts.add(new PipelinePage.Pair("quantity", sale.quantity() + " sold"));
        }
        sale.refused().ifPresent(why -> facts.add(new PipelinePage.Pair("refused", Shown.text(why))));
        sale.skipped().ifPresent(why -> facts.add(new PipelinePage.Pair("no sale was made", Shown.text(why))));
        return facts;
    }

    private static String undone(Optional<Handover> back, Words words) {
        if (back.isEmpty()) {
            return "Not returned yet: a sale is returned once every stage has shown it.";
        }
        Handover one = back.get();
        if (one.refused().isPresent()) {
            return "Its return was refused: " + Shown.text(one.refused().get());
        }
        return one.answered()
                .map(at -> "Returned: the front door took the return on " + words.moment(at) + ".")
                .orElse("Its return is on its way.");
    }

    /** Each stage as a bar from the last read without it to the first with it; what is not seen yet is open to the right. */
    private static String svg(SaleStory story, Optional<Handover> sale, Words words) {
        List<StageSetup> stages = story.setup().stages();
        Instant begin = story.outcomes().values().stream()
                .map(SlotOutcome::intended)
                .findFirst()
                .or(() -> sale.map(Handover::intended))
                .orElse(story.until());
        Duration longest = Duration.ofMillis(1);
        for (SlotOutcome outcome : story.outcomes().values()) {
            Instant end = outcome.outcome()
                    .fold(seen -> seen.firstSeen(), unseen -> unseen.lastMissing(), unmeasured -> begin);
            longest = longest.compareTo(Duration.between(begin, end)) < 0 ? Duration.between(begin, end) : longest;
        }
        double scale = (WIDTH - END_LABEL) / longest.toNanos();
        double height = stages.size() * LINE + 8;
        StringBuilder svg = new StringBuilder("<svg class=\"waterfall\" role=\"img\" viewBox=\"0 0 " + (int) WIDTH + " "
                + (int) height + "\" aria-label=\"When each stage showed the sale; the table below has the figures\">");
        double y = 4;
        for (StageSetup stage : stages) {
            svg.append("<text class=\"w-label\" x=\"0\" y=\"" + number(y + 16) + "\">"
                    + Html.escaped(Shown.name(stage.name())) + "</text>");
            svg.append("<path class=\"w-line\" d=\"M0 " + number(y + LABEL + 8) + "H" + number(WIDTH) + "\"/>");
            SlotOutcome outcome = story.outcomes().get(stage.name());
            if (outcome != null) {
                svg.append(bar(outcome, begin, scale, y + LABEL));
                svg.append(end(outcome, story.until(), begin, scale, y + LABEL + 13, words));
            }
            y += LINE;
        }
        return svg.append("</svg>").toString();
    }

    private static String bar(SlotOutcome outcome, Instant begin, double scale, double y) {
        return outcome.outcome()
                .fold(
                        seen -> rect("w-wait", x(begin, begin, scale), x(begin, seen.lastMissing(), scale), y + 4, 8)
                                + rect(
                                        "w-seen",
                                        x(begin, seen.lastMissing(), scale),
                                        x(begin, seen.firstSeen(), scale),
                                        y,
                                        16),
                        unseen ->
                                rect("w-open", x(begin, begin, scale), x(begin, unseen.lastMissing(), scale), y + 4, 8),
                        unmeasured -> "");
    }

    /** Its staleness, in words, where its bar ends. */
    private static String end(SlotOutcome outcome, Instant until, Instant begin, double scale, double y, Words words) {
        double x = outcome.outcome()
                .fold(
                        seen -> x(begin, seen.firstSeen(), scale),
                        unseen -> x(begin, unseen.lastMissing(), scale),
                        unmeasured -> 0.0);
        String text = outcome.outcome()
                .fold(
                        seen -> staleness(outcome, until, words),
                        unseen -> "more than " + words.duration(positive(outcome.intended(), unseen.lastMissing())),
                        unmeasured -> "not measured");
        return "<text class=\"w-end\" x=\"" + number(x + 8) + "\" y=\"" + number(y) + "\">" + Html.escaped(text)
                + "</text>";
    }

    private static double x(Instant begin, Instant at, double scale) {
        return positive(begin, at).toNanos() * scale;
    }

    private static String rect(String style, double from, double to, double y, double height) {
        return "<rect class=\"" + style + "\" x=\"" + number(from) + "\" y=\"" + number(y) + "\" width=\""
                + number(Math.max(2, to - from)) + "\" height=\"" + number(height) + "\"/>";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
