package rung.reporter.paper;

import rung.reporter.chart.ChartCss;

/** The tier report as one HTML file that needs nothing else and runs no script. */
public final class HtmlReport {
    private HtmlReport() {}

    /** The same document and paper always give the same text. */
    public static String write(Document document, Paper paper) {
        return Pages.render(
                document,
                paper.css(document.foot()) + Pages.style("paper.css") + ChartCss.text() + Pages.style("screen.css"),
                false);
    }
}
