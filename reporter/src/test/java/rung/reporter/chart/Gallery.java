package rung.reporter.chart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import rung.reporter.Ladders;

/** Writes a page with every chart of a simulated day, for eyes: {@code target/charts.html} unless named. */
public final class Gallery {
    private Gallery() {}

    /**
     * Writes the page.
     *
     * @param args the page to write, and {@code dark} to see it dark whatever the browser prefers
     */
    public static void main(String[] args) throws IOException {
        Path page = Path.of(args.length > 0 ? args[0] : "target/charts.html");
        boolean isDark = args.length > 1;
        String css = isDark ? ChartCss.text().replace("prefers-color-scheme: dark", "min-width: 1px") : ChartCss.text();
        StringBuilder html = new StringBuilder("<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport"
                + " content='width=device-width'><title>Charts</title><style>" + css
                + "body{font:15px/1.5 system-ui;margin:0 auto;padding:16px;max-width:1180px;background:var(--c-page);"
                + "color:var(--c-ink)}figure{margin:0 0 32px}figcaption{color:var(--c-soft);font-size:13px}"
                + "main{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,500px),1fr));gap:0 32px}"
                + "h2{font-size:16px;margin:0}p{margin:2px 0 8px}td{padding:2px 12px 2px 0}</style><table>");
        strips().forEach(figure -> html.append("<tr><td>")
                .append(Plain.escaped(figure.reading()))
                .append("<td>")
                .append(figure.svg()));
        html.append("</table><main>");
        figures().forEach(figure -> html.append("<figure><h2>")
                .append(Plain.escaped(figure.title()))
                .append("</h2><p>")
                .append(Plain.escaped(figure.reading()))
                .append("</p><div class=c-figure>")
                .append(figure.svg())
                .append("</div><figcaption>")
                .append(Plain.escaped(figure.key()))
                .append("</figcaption></figure>"));
        Files.createDirectories(page.toAbsolutePath().getParent());
        Files.writeString(page, html.append("</main>"), StandardCharsets.UTF_8);
    }

    private static Subject subject(String id, int promised) {
        return new Subject(id, "bopis-inventory at api", Ladders.RETAIL, promised, SimulatedDay.ZONE);
    }

    static List<Figure> strips() {
        List<Figure> strips = new ArrayList<>();
        strips.add(LadderStrip.of(subject("s1", 3), day().evidence()));
        strips.add(LadderStrip.of(subject("s2", 4), day().topic()));
        strips.add(LadderStrip.of(subject("s3", 3), evening().evidence()));
        strips.add(LadderStrip.of(subject("s4", 2), few(9).evidence()));
        strips.add(LadderStrip.of(subject("s5", 0), few(0).evidence()));
        return strips;
    }

    static List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        all(figures, "day", day());
        all(figures, "evening", evening());
        all(figures, "few", few(40));
        all(figures, "none", few(0));
        return figures;
    }

    static SimulatedDay day() {
        return new SimulatedDay(SimulatedDay.DAY, SimulatedDay.DAY.to().plusSeconds(7_200), Duration.ofSeconds(10), 1);
    }

    static SimulatedDay evening() {
        return new SimulatedDay(
                SimulatedDay.hours("late", 18, 22),
                SimulatedDay.MIDNIGHT.plus(Duration.ofMinutes(20 * 60 + 45)),
                Duration.ofSeconds(10),
                2);
    }

    static SimulatedDay few(int minutes) {
        return new SimulatedDay(
                SimulatedDay.hours("morning", 9, 10),
                SimulatedDay.MIDNIGHT.plus(Duration.ofMinutes(9 * 60 + minutes)),
                Duration.ofSeconds(60),
                3);
    }

    static void all(List<Figure> figures, String id, SimulatedDay day) {
        Subject subject = subject(id, 3);
        figures.add(StalenessOverTime.of(subject, day.period(), day.slots()));
        figures.add(Heatmap.of(subject, day.period(), HeatCell.of(day.period().window(), day.slots(), 96)));
        figures.add(Ecdf.of(subject, day.evidence(), day.period().look()));
        figures.add(Spectrum.of(subject, day.evidence()));
        figures.add(AgeOverTime.of(subject, day.period(), day.age()));
        figures.add(SegmentBars.of(
                subject, List.of(new Segment("topic", day.topic()), new Segment("table", day.evidence()))));
        figures.add(CommitTimeline.of(subject, day.period(), day.commits()));
    }
}
