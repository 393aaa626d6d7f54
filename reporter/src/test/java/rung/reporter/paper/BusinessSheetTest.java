package rung.reporter.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import rung.core.measure.Promise;
import rung.reporter.FakeFacts;
import rung.reporter.business.Assumptions;
import rung.reporter.business.Earlier;
import rung.reporter.report.FreshnessReport;

class BusinessSheetTest {
    @Test
    void whatIsAssumedStandsBeforeTheFigures() {
        Sheet sheet = sheet(report(Reports.three()));

        assertThat(sheet.blocks().get(1)).isInstanceOfSatisfying(Block.Items.class, items -> assertThat(items.items())
                .anyMatch(item -> item.contains("slow 0.1, medium 1, fast 10"))
                .anyMatch(item -> item.startsWith("10 % of the orders are for the last unit")));
    }

    /** hot's sales show after 3.75 s to 4 s: exp(-10 x 4 / 3600) = 98.9 %, and 1,000 x 1.1 % orders are broken. */
    @Test
    void eachPipelineIsToldOfInTheWindowThatEarnedItsTier() {
        List<List<String>> rows = rows(sheet(report(Reports.three())), "What shoppers saw of each pipeline");

        assertThat(rows).hasSize(9);
        assertThat(rows).anySatisfy(row -> assertThat(row)
                .startsWith("hot", "evening, 7 Nov, 17:50 to 18:50")
                .endsWith("98.8 % to 99 %", "10 to 12"));
    }

    @Test
    void tiersAreWorthWhatTheirEdgesSay() {
        List<List<String>> rows = rows(
                sheet(report(Reports.three())), "If each sale showed between the begin of a tier's band and its edge");

        assertThat(rows)
                .hasSize(12)
                .contains(List.of("T3 ● operational real-time", "fast, 10 an hour", "43.4 % to 92.1 %", "79 to 566"));
    }

    @Test
    void declaredWindowsStandEachByItselfTheMissedOnesFirst() {
        List<List<String>> rows =
                rows(sheet(report(Reports.three())), "Each declared window by itself, those first that were not kept");

        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).get(2)).isEqualTo("✗ missed");
    }

    @Test
    void aChangeIsBetterOrWorseOnlyWhereIntervalsLieApart() {
        Earlier earlier = new Earlier(
                Reports.NOON.minusSeconds(86_400),
                Reports.NOON,
                Map.of(
                        "hot",
                        new Earlier.Standing(
                                "missed",
                                OptionalInt.empty(),
                                "evening",
                                OptionalDouble.of(60),
                                OptionalDouble.of(70))));

        Sheet sheet = sheet(report(Reports.three()).since(earlier));

        Block.Table table = (Block.Table) sheet.blocks().get(sheet.blocks().size() - 2);
        assertThat(table.rows()).hasSize(1);
        assertThat(cells(table.rows().get(0)).get(1)).isEqualTo("missed, now kept");
        assertThat(cells(table.rows().get(0)).get(3)).startsWith("1 min to 1 min 10 s, now ");
        assertThat(cells(table.rows().get(0)).get(4)).isEqualTo("better");
        assertThat(sheet(report(Reports.three())).blocks())
                .noneMatch(block ->
                        block instanceof Block.Heading heading && heading.text().startsWith("Since"));
    }

    @Test
    void noDataMeansNothing() {
        FakeFacts silent =
                new FakeFacts(Reports.NOON, Reports.END, Reports.pipeline("silent", new Promise(3, "api", List.of())));

        assertThat(sheet(report(silent)).blocks())
                .contains(Block.Text.of("Nothing was measured, so nothing is said of what it means."));
    }

    @Test
    void othersArticlesAndNumbersMayBeAskedFor() {
        FreshnessReport report = report(Reports.three())
                .assuming(new Assumptions(Assumptions.movers("flash=36000"), 1, Duration.ofHours(6)))
                .in(Locale.forLanguageTag("en-IN"));

        assertThat(rows(sheet(report), "If each sale showed between the begin of a tier's band and its edge"))
                .contains(List.of("T1 ■ batch", "flash, 36,000 an hour", "0 %", "10,000"));
    }

    private static FreshnessReport report(FakeFacts facts) {
        return Reports.of(facts).report();
    }

    private static Sheet sheet(FreshnessReport report) {
        return new BusinessSheet(new Telling(report)).sheet();
    }

    private static List<List<String>> rows(Sheet sheet, String caption) {
        return sheet.blocks().stream()
                .filter(block ->
                        block instanceof Block.Table table && table.caption().equals(caption))
                .map(block -> (Block.Table) block)
                .flatMap(table -> table.rows().stream())
                .map(BusinessSheetTest::cells)
                .toList();
    }

    private static List<String> cells(List<Cell> row) {
        return row.stream().map(Cell::text).toList();
    }
}
