package rung.reporter.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import rung.core.measure.Promise;
import rung.reporter.FakeFacts;

class HtmlReportTest {
    @Test
    void pageOneSaysWhetherThePromisesWereKeptAndWhatThatMeans() throws Exception {
        String verdict = sheet(html(Reports.three()), "verdict");

        assertThat(verdict)
                .contains("1 of 2 promises was not kept: batch.")
                .contains("were still missing from the count after 5 min")
                .contains("Such a count is good for")
                .contains("✗ missed", "✓ kept in evening", "no promise")
                .contains("100 % of 360 sales; proven at least 98.9 %");
    }

    @Test
    void noPercentileStandsWithoutItsSample() throws Exception {
        String verdict = sheet(html(Reports.three()), "verdict");

        assertThat(verdict).contains("4.0 s (3.8 s to 4.0 s) of 360 sales", "at least 14 min 01 s of 540 sales");
        assertThat(sheet(html(Reports.many(1)), "evidence")).contains("(needs 368)");
    }

    @Test
    void aPipelineThatLostEverythingIsMissedAndItsCountAged() throws Exception {
        String text = text(html(Reports.lost("gone")));

        assertThat(text)
                .contains("The promise was not kept: gone.")
                .contains("at least 100 % of the sales that were tested were still missing")
                .contains("At its oldest the count was 1 h 40 min old")
                .contains("540 of 540 not seen")
                .doesNotContain("NaN", "null", "Optional");
    }

    @Test
    void noDataIsNeverFresh() throws Exception {
        String none = text(html(new FakeFacts(Reports.NOON, Reports.END)));
        String silent = text(html(new FakeFacts(
                Reports.NOON, Reports.END, Reports.pipeline("silent", new Promise(3, "api", List.of())))));

        assertThat(none).contains("Nothing was measured: the run has no pipeline. No data is never fresh.");
        assertThat(silent)
                .contains("It cannot be told yet whether the promise is kept: silent.")
                .contains("nothing known", "no sale is old enough")
                .doesNotContain("NaN", "null", "0 s of");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "a\u202Eevil",
                "nul\u0000 and \uFFFF and \uD800",
                "מלאי",
                "loooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooong",
                "${7*7} @{x} ]]> --> </style>"
            })
    void aNameIsTextWhateverItHolds(String name) throws Exception {
        String html = html(Reports.of(Reports.lost(name)), Paper.A4);

        Document document = parsed(html);
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("img").getLength()).isZero();
        assertThat(text(document)).contains("The promise was not kept: ");
        assertThat(html).doesNotContain("\u202E", "\u0000");
    }

    @Test
    void itIsOneFileThatNeedsNothingElse() throws Exception {
        Document document = html(Reports.three());

        assertThat(elements(document, "*"))
                .allSatisfy(one -> assertThat(one.hasAttribute("src") || one.hasAttribute("href"))
                        .isFalse())
                .allSatisfy(one -> assertThat(one.getTagName()).isNotIn("script", "link", "object", "iframe", "img"));
        assertThat(elements(document, "style").get(0).getTextContent()).doesNotContain("@import", "url(");
    }

    @Test
    void idsAreUniqueAndEachChartSaysWhatItShows() throws Exception {
        Document document = html(Reports.three());

        List<String> ids = elements(document, "*").stream()
                .map(one -> one.getAttribute("id"))
                .filter(id -> !id.isEmpty())
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(elements(document, "svg")).hasSizeGreaterThan(15).allSatisfy(svg -> assertThat(
                        svg.getAttribute("aria-labelledby").split(" "))
                .isSubsetOf(ids));
    }

    @Test
    void theSameFactsGiveTheSameBytes() {
        assertThat(html(Reports.of(Reports.three()), Paper.LETTER))
                .isEqualTo(html(Reports.of(Reports.three()), Paper.LETTER))
                .contains("size: 8.5in 11in")
                .isNotEqualTo(html(Reports.of(Reports.three()), Paper.A4));
    }

    @Test
    void eachPipelineHasAPageAndAllStandInATable() throws Exception {
        Document document = html(Reports.many(30));

        assertThat(sheet(document, "verdict")).contains("The 8 that need attention most are shown; all 30 follow");
        assertThat(sheet(document, "pipelines")).contains("pipeline-0", "pipeline-29");
        assertThat(elements(document, "div").stream()
                        .filter(one -> one.getAttribute("id").startsWith("pipeline-")))
                .hasSize(30);
    }

    @Test
    void bothWaysOfTellingSayWhereTheReportComesFrom() throws Exception {
        TierReport report = Reports.of(Reports.three());

        assertThat(sheet(parsed(html(report, Paper.A4)), "method"))
                .contains(report.origin().report(), report.origin().configuration(), "rung test", "UTC+05:30");
    }

    private static String html(TierReport report, Paper paper) {
        return HtmlReport.write(rung.reporter.paper.Document.of(report), paper);
    }

    private static Document html(FakeFacts facts) throws Exception {
        return parsed(html(Reports.of(facts), Paper.A4));
    }

    /** As XML, which the PDF is made from: well-formed or not at all. */
    private static Document parsed(String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static String sheet(Document document, String id) {
        return elements(document, "div").stream()
                .filter(one -> one.getAttribute("id").equals(id))
                .map(HtmlReportTest::plain)
                .findFirst()
                .orElseThrow();
    }

    private static String text(Document document) {
        return plain(elements(document, "body").get(0));
    }

    private static String plain(Element element) {
        StringBuilder text = new StringBuilder();
        collect(element, text);
        return text.toString().replaceAll("\\s+", " ");
    }

    private static void collect(Node node, StringBuilder text) {
        if (node.getNodeType() == Node.TEXT_NODE) {
            text.append(node.getNodeValue()).append(' ');
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            collect(child, text);
        }
    }

    private static List<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
