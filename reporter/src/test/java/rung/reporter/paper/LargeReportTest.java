package rung.reporter.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.log.LogReader;
import rung.reporter.Ladders;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.MonthLog;

/** Reports of more than a page was drawn for. */
@Tag("reference")
class LargeReportTest {
    @BeforeAll
    static void validator() {
        PdfReportTest.validator();
    }

    private static final int FACTS_OF_A_SALE = 4;

    @Test
    void twoHundredPipelinesHaveAPageEach() throws Exception {
        String text = text(Document.of(Reports.of(Reports.many(200))));

        for (int i = 0; i < 200; i++) {
            assertThat(text).contains("pipeline-" + i);
        }
    }

    /** Each sale was handed over, accepted and shown at two stages; looks, commits and signs of life come on top. */
    @Test
    void aMillionFactsAreAReportOfAFewPages(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("facts.db");
        new MonthLog(1).write(log);
        try (LogReader facts = LogReader.newest(log)) {
            FreshnessReport report = FreshnessReport.of(facts, Ladders.RETAIL, List.of(), MonthLog.MONTH, MonthLog.END);
            long slots = report.pipelines()
                    .get(0)
                    .promised()
                    .run()
                    .evidence()
                    .counts()
                    .slots();
            assertThat(slots * FACTS_OF_A_SALE).isGreaterThan(1_000_000);

            assertThat(text(Document.of(TierReport.of(facts, report, "rung test"))))
                    .contains("It cannot be told yet whether the promise is kept: pipeline-0.")
                    .contains("259,200 sales of Rung's own");
        }
    }

    private static String text(Document document) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PdfReport.write(document, Paper.A4, out);
        byte[] pdf = out.toByteArray();
        assertThat(PdfReportTest.problems(pdf)).isEmpty();
        try (PDDocument read = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(read).replaceAll("\\s+", " ");
        }
    }
}
