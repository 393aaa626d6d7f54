package rung.reporter.paper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import rung.core.config.Durations;
import rung.core.measure.Promise;
import rung.reporter.FakeFacts;
import rung.reporter.report.ReportJson;

class PdfReportTest {
    @BeforeAll
    static void validator() {
        VeraGreenfieldFoundryProvider.initialise();
    }

    @Test
    void aReportOfThreePipelinesIsAccessible() throws Exception {
        assertThat(problems(pdf(Reports.three()))).isEmpty();
    }

    /** Its tables of pipelines and stages break over pages. */
    @Test
    void aReportOfManyPagesIsAccessible() throws Exception {
        byte[] pdf = pdf(Reports.many(40));

        assertThat(problems(pdf)).isEmpty();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isGreaterThan(43);
            assertThat(document.getDocumentCatalog()
                            .getDocumentOutline()
                            .getFirstChild()
                            .getTitle())
                    .isEqualTo("Verdict");
        }
    }

    @Test
    void nothingMeasuredAndNoPipelineAreAccessibleToo() throws Exception {
        FakeFacts silent =
                new FakeFacts(Reports.NOON, Reports.END, Reports.pipeline("silent", new Promise(3, "api", List.of())));

        assertThat(problems(pdf(silent))).isEmpty();
        assertThat(problems(pdf(new FakeFacts(Reports.NOON, Reports.END)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "a\u202Eevil",
                "nul\u0000 and \uD800",
                "מלאי",
                "在庫",
                "loooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooong",
                "${7*7} ]]> --> </style> \\\""
            })
    void aHostileNameBreaksNoPage(String name) throws Exception {
        byte[] pdf = pdf(Reports.lost(name));

        assertThat(problems(pdf)).isEmpty();
        assertThat(text(pdf)).contains("The promise was not kept: ");
    }

    @Test
    void whatIsCopiedFromItHasTheLettersThatItShows() throws Exception {
        TierReport report = Reports.of(Reports.three());

        String all = text(bytes(report, Paper.A4));

        assertThat(all)
                .contains(report.origin().configuration(), report.origin().report());
        assertThat(all.chars().anyMatch(sign -> sign >= 0xFB00 && sign <= 0xFB06))
                .as("ligatures")
                .isFalse();
    }

    @Test
    void itsFirstPageSaysWhatItsJsonSays() throws Exception {
        TierReport report = Reports.of(Reports.three());
        JsonNode json = JsonMapper.builder().build().readTree(ReportJson.write(report.report()));
        String page = text(bytes(report, Paper.A4), 1);

        for (JsonNode pipeline : json.at("/pipelines")) {
            assertThat(page).contains(pipeline.at("/id").asText());
            JsonNode window = judged(pipeline);
            JsonNode p95 = window.at("/quantiles/p95");
            assertThat(page)
                    .contains(
                            p95.at("/upper").isNull()
                                    ? "at least " + words(p95.at("/lower"))
                                    : words(p95.at("/estimate")) + " (" + words(p95.at("/lower")) + " to "
                                            + words(p95.at("/upper")) + ")");
            int tier = pipeline.at("/promise").isNull()
                    ? pipeline.at("/tier").asInt()
                    : pipeline.at("/promise/tier").asInt();
            for (JsonNode edge : window.at("/edges")) {
                if (edge.at("/tier").asInt() == tier) {
                    assertThat(page)
                            .contains(share(edge.at("/mature_share_at_least").asDouble()))
                            .contains("of " + edge.at("/mature_slots").asLong() + " sales");
                    if (edge.at("/in_time_at_least").asDouble() > 0) {
                        assertThat(page)
                                .contains("proven at least "
                                        + share(edge.at("/in_time_at_least").asDouble()));
                    }
                }
            }
            assertThat(page).contains(words(window.at("/max_age_seconds")));
        }
    }

    private static JsonNode judged(JsonNode pipeline) {
        JsonNode promised = pipeline.at("/judged").isNull() ? pipeline.at("/headline") : pipeline.at("/judged");
        for (JsonNode stage : pipeline.at("/stages")) {
            for (JsonNode window : stage.at("/windows")) {
                if (stage.at("/id").asText().equals("api")
                        && window.at("/from").equals(promised.at("/from"))
                        && window.at("/to").equals(promised.at("/to"))) {
                    return window;
                }
            }
        }
        return pipeline.at("/stages/1");
    }

    private static String words(JsonNode seconds) {
        return Durations.words(Duration.ofMillis(Math.round(seconds.asDouble() * 1000)));
    }

    private static String share(double share) {
        double percent = Math.floor(share * 1000 + 1e-6) / 10;
        return (percent == Math.rint(percent) ? Long.toString(Math.round(percent)) : Double.toString(percent)) + " %";
    }

    @Test
    void whatWasNotedIsListedUnderTheNumberThatChartsHaveForIt() throws Exception {
        FakeFacts facts = Reports.three()
                .marked(Reports.NOON.plusSeconds(600), "loader 4.2 deployed")
                .marked(Reports.NOON.plusSeconds(900), "<b>compaction</b> off");
        byte[] pdf = pdf(facts);

        assertThat(text(pdf))
                .contains("Noted beside the measurement, under the numbers in the charts")
                .contains("1 7 Nov 2026, 17:40:00 IST (UTC+05:30) loader 4.2 deployed")
                .contains("2 7 Nov 2026, 17:45:00 IST (UTC+05:30) <b>compaction</b> off");
        assertThat(problems(pdf)).isEmpty();
        assertThat(text(pdf(Reports.three()))).doesNotContain("Noted beside");
    }

    @Test
    void everyFontIsInIt() throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf(Reports.three()))) {
            Set<String> fonts = new TreeSet<>();
            for (PDPage page : document.getPages()) {
                embedded(page.getResources(), fonts);
            }
            assertThat(fonts).isNotEmpty().allSatisfy(font -> assertThat(font).contains("DejaVuSansCondensed"));
        }
    }

    private static void embedded(PDResources resources, Set<String> fonts) throws IOException {
        for (COSName name : resources.getFontNames()) {
            PDFont font = resources.getFont(name);
            assertThat(font.isEmbedded()).as(font.getName()).isTrue();
            fonts.add(font.getName());
        }
        for (COSName name : resources.getXObjectNames()) {
            if (resources.getXObject(name) instanceof PDFormXObject form && form.getResources() != null) {
                embedded(form.getResources(), fonts);
            }
        }
    }

    @Test
    void theSameFactsGiveTheSameBytes() throws Exception {
        byte[] first = pdf(Reports.three());

        assertThat(pdf(Reports.three())).isEqualTo(first);
        assertThat(bytes(Reports.of(Reports.three()), Paper.LETTER)).isNotEqualTo(first);
    }

    @Test
    void itsPagesAreOfThePaperThatWasAskedForAndSayWhoseTheyAre() throws Exception {
        byte[] pdf = bytes(Reports.of(Reports.three()), Paper.LETTER);

        try (PDDocument document = Loader.loadPDF(pdf)) {
            int pages = document.getNumberOfPages();
            for (int page = 1; page <= pages; page++) {
                assertThat(document.getPage(page - 1).getMediaBox().getWidth()).isEqualTo(612);
                assertThat(text(pdf, page))
                        .contains("Run r1 · facts up to 7 Nov 2026, 19:10:00 IST (UTC+05:30)")
                        .contains("synthetic transactions only")
                        .contains(page + " of " + pages);
            }
            assertThat(document.getDocumentInformation().getTitle()).startsWith("Retail data freshness report");
            assertThat(document.getDocumentInformation().getCreationDate().toInstant())
                    .isEqualTo(Reports.END);
        }
    }

    /** Page one keeps its lightness apart when it is printed without colours. */
    @Test
    void pageOneIsReadableInGrey() throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf(Reports.three()))) {
            BufferedImage grey = new PDFRenderer(document).renderImageWithDPI(0, 100, ImageType.GRAY);
            long dark = 0;
            for (int y = 0; y < grey.getHeight(); y++) {
                for (int x = 0; x < grey.getWidth(); x++) {
                    dark += (grey.getRGB(x, y) & 0xff) < 100 ? 1 : 0;
                }
            }
            assertThat(dark).isGreaterThan(8_000);
        }
    }

    private static byte[] pdf(FakeFacts facts) throws IOException {
        return bytes(Reports.of(facts), Paper.A4);
    }

    private static byte[] bytes(TierReport report, Paper paper) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PdfReport.write(Document.of(report), paper, out);
        return out.toByteArray();
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return plain(new PDFTextStripper().getText(document));
        }
    }

    private static String text(byte[] pdf, int page) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setStartPage(page);
            stripper.setEndPage(page);
            return plain(stripper.getText(document));
        }
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", " ");
    }

    /** What keeps it from being PDF/UA-1, as veraPDF finds. */
    static List<String> problems(byte[] pdf) throws Exception {
        try (PDFAParser parser =
                        Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf), PDFAFlavour.PDFUA_1);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFUA_1, false)) {
            ValidationResult result = validator.validate(parser);
            assertThat(result.getTotalAssertions()).isGreaterThan(1_000);
            return result.getTestAssertions().stream()
                    .filter(one -> one.getStatus() == TestAssertion.Status.FAILED)
                    .map(one -> one.getRuleId().getClause() + " " + one.getMessage() + " "
                            + one.getLocation().getContext().toLowerCase(Locale.ROOT))
                    .distinct()
                    .toList();
        }
    }
}
