package rung.reporter.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rung.core.config.Durations;
import rung.core.measure.SlotOutcome;
import rung.reporter.report.Words;

/**
 * The staleness of each sale of a period, at the moment of the sale: an upright bar from the last look without it to the
 * first look with it. Sales that were not seen are open marks that point up; stretches that were not measured are hatched
 * below. More than {@value #MOST_BARS} sales are drawn as the span of each column of the picture.
 */
public final class StalenessOverTime {
    /** So many sales are drawn one by one. */
    public static final int MOST_BARS = 2_000;

    private static final Frame FRAME = Frame.withSigns(320);
    private static final int COLUMNS = 293;
    private static final double STRIP = 8;
    private static final String KEY =
            "A bar is one sale: it showed after at least its lower and at most its upper end. An open"
                    + " triangle is a sale not seen, at what its staleness is at least. Hatched below: not measured.";

    private StalenessOverTime() {}

    /** Draws {@code slots}, which lie in the period's window in the order of their intended times. */
    public static Figure of(Subject subject, Period period, List<SlotOutcome> slots) {
        Sales sales = Sales.of(slots, period.known());
        boolean isSpans = sales.seen().size() > MOST_BARS;
        String title = "Staleness over time: " + subject.name();
        String key = isSpans
                ? KEY.replace(
                        "A bar is one sale: it showed after",
                        "A bar spans the sales of " + Durations.words(column(period)) + ": each showed after")
                : KEY;
        String reading = reading(subject, period, sales, isSpans);
        String id = subject.id() + "-staleness";
        Svg svg = FRAME.picture(id, title, reading + " " + key);
        TimeAxis time = new TimeAxis(period.window(), subject.zone(), FRAME.left(), FRAME.right());
        draw(svg, subject, period, sales, isSpans, time);
        return new Figure(id, title, reading, key, svg.end(), table(subject, slots, period));
    }

    private static Duration column(Period period) {
        return period.window().length().dividedBy(COLUMNS);
    }

    private static void draw(Svg svg, Subject subject, Period period, Sales sales, boolean isSpans, TimeAxis time) {
        List<Sales.Seen> bars = isSpans ? spans(period, time, sales.seen()) : sales.seen();
        double bottom = FRAME.bottom() - STRIP - 2;
        DurationAxis axis = DurationAxis.covering(
                subject.ladder(), sales.shortest(), sales.longest(subject.edge()), bottom, FRAME.top());
        FRAME.levelBands(svg, axis.bands());
        FRAME.windows(svg, time, period);
        FRAME.levelPromise(svg, subject.edge().map(axis::at).orElse(0.0), subject.edge());
        if (sales.isEmpty()) {
            FRAME.nothing(svg, "no sale in this period");
        }
        Map<Integer, Shape> byTier = new TreeMap<>();
        for (Sales.Seen bar : bars) {
            int tier = subject.ladder().place(bar.atMost()).tier();
            byTier.computeIfAbsent(tier, one -> new Shape())
                    .at(time.at(bar.intended()), axis.at(bar.atLeast()))
                    .down(axis.at(bar.atMost()));
        }
        byTier.forEach((tier, shape) -> svg.draw((isSpans ? "c-span c-t" : "c-mark c-t") + tier, shape));
        Shape open = new Shape();
        for (Sales.Open sale : apart(sales.unseen(), time)) {
            Marks.open(open, time.at(sale.intended()), axis.at(sale.atLeast()));
        }
        svg.draw("c-open", open);
        Shape hatch = new Shape();
        for (Sales.Gap gap : sales.unmeasured()) {
            double from = time.at(gap.from());
            hatch.hatch(from, bottom + 2, Math.max(from + 1.5, time.at(gap.to())), FRAME.bottom(), 5);
        }
        svg.draw("c-hatch c-strong", hatch);
        FRAME.leftLabels(svg, Tick.upright(axis.candidates()));
        FRAME.bottomAxis(svg, time.ticks(), time.caption());
    }

    /** One bar for the sales of each column, from their least to their largest end. */
    private static List<Sales.Seen> spans(Period period, TimeAxis time, List<Sales.Seen> seen) {
        Map<Long, Sales.Seen> spans = new TreeMap<>();
        double width = (time.end() - time.start()) / COLUMNS;
        for (Sales.Seen one : seen) {
            long column = (long) ((time.at(one.intended()) - time.start()) / width);
            Instant middle = period.window()
                    .from()
                    .plus(column(period).multipliedBy(2 * column + 1).dividedBy(2));
            spans.merge(column, new Sales.Seen(middle, one.atLeast(), one.atMost()), Sales.Seen::span);
        }
        return List.copyOf(spans.values());
    }

    /** Marks that would cover each other are drawn once, the highest in a column. */
    private static List<Sales.Open> apart(List<Sales.Open> unseen, TimeAxis time) {
        if (unseen.size() <= MOST_BARS) {
            return unseen;
        }
        Map<Long, Sales.Open> highest = new TreeMap<>();
        for (Sales.Open one : unseen) {
            highest.merge(
                    (long) time.at(one.intended()), one, (a, b) -> a.atLeast().compareTo(b.atLeast()) >= 0 ? a : b);
        }
        return List.copyOf(highest.values());
    }

    private static String reading(Subject subject, Period period, Sales sales, boolean isSpans) {
        if (sales.isEmpty()) {
            return "No sale in this period.";
        }
        long all = (long) sales.seen().size() + sales.unseen().size();
        List<String> parts = new ArrayList<>();
        subject.edge()
                .filter(edge -> all > 0)
                .ifPresent(edge ->
                        parts.add(Said.count(sales.within(edge)) + " of " + Said.sales(all) + " within the promised "
                                + Durations.words(edge) + ", " + Said.count(sales.after(edge)) + " surely later"));
        sales.slowest()
                .ifPresent(slowest -> parts.add("the slowest that showed took "
                        + between(slowest) + ", sold at "
                        + Said.clock(slowest.intended(), subject.zone())));
        if (!sales.unseen().isEmpty()) {
            parts.add(Said.count(sales.unseen().size()) + " not seen by " + Said.moment(period.look(), subject.zone()));
        }
        if (sales.unmeasuredSlots() > 0) {
            parts.add(Said.count(sales.unmeasuredSlots(), "slot", "slots") + " not measured");
        }
        return Said.capital(String.join("; ", parts)) + "."
                + (isSpans
                        ? " Drawn as the span from the least to the largest in each " + Durations.words(column(period))
                                + "."
                        : "");
    }

    private static String between(Sales.Seen sale) {
        String least = Durations.words(sale.atLeast());
        String most = Durations.words(sale.atMost());
        return least.equals(most) ? most : least + " to " + most;
    }

    private static DataTable table(Subject subject, List<SlotOutcome> slots, Period period) {
        List<List<String>> rows = slots.stream()
                .map(slot -> slot.outcome()
                        .fold(
                                seen -> row(
                                        subject,
                                        slot,
                                        "seen",
                                        Sales.atLeast(slot, seen.lastMissing()),
                                        Said.cell(Duration.between(slot.intended(), seen.firstSeen()))),
                                unseen -> row(subject, slot, "not seen", Sales.atLeast(slot, unseen.lastMissing()), ""),
                                nothing -> List.of(Said.cell(slot.intended(), subject.zone()), "not measured", "", "")))
                .toList();
        return new DataTable(
                "Staleness of each sale, " + subject.name() + ", "
                        + new Words(subject.zone())
                                .stretch(period.window().from(), period.window().to()),
                List.of("sold", "outcome", "at least (s)", "at most (s)"),
                rows);
    }

    private static List<String> row(
            Subject subject, SlotOutcome slot, String outcome, Duration atLeast, String atMost) {
        return List.of(Said.cell(slot.intended(), subject.zone()), outcome, Said.cell(atLeast), atMost);
    }
}
