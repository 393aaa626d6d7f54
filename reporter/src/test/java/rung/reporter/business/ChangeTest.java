package rung.reporter.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTest {
    /** What the first version of the format said, as far as it is read. */
    private static final String OLD = """
            {"schema": "rung-report/1", "window": {"from": "2026-11-07T00:00:00Z", "to": "2026-11-08T00:00:00Z"},
             "pipelines": [
              {"id": "web", "promise": {"tier": 3, "stage": "api", "in": []}, "verdict": "missed", "tier": null,
               "headline": {"name": "evening", "from": "2026-11-07T12:00:00Z", "to": "2026-11-07T16:00:00Z"},
               "stages": [
                {"id": "api", "quantiles": {"p95": {"estimate": 9, "lower": 8, "upper": 10}}, "windows": [
                 {"name": "evening", "from": "2026-11-07T12:00:00Z", "to": "2026-11-07T16:00:00Z",
                  "quantiles": {"p95": {"estimate": 60, "lower": 50, "upper": 70}}}]},
                {"id": "table", "quantiles": {"p95": {"estimate": 1, "lower": 1, "upper": 1}}, "windows": []}]},
              {"id": "app", "promise": null, "verdict": "no-promise", "tier": 4,
               "headline": {"name": "run", "from": "2026-11-07T00:00:00Z", "to": "2026-11-08T00:00:00Z"},
               "stages": [
                {"id": "table", "quantiles": {"p95": {"estimate": 1, "lower": 1, "upper": 1}}, "windows": []},
                {"id": "api", "quantiles": {"p95": {"estimate": null, "lower": 2, "upper": null}}, "windows": []}]}]}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "evening, 50, 70, 30, 49, BETTER",
        "evening, 50, 70, 30, 50, CANNOT_TELL",
        "evening, 50, 70, 71, 90, WORSE",
        "evening, 50, 70, 70, 90, CANNOT_TELL",
        "evening, 50, 70, 55, 65, CANNOT_TELL",
        "evening, 50, , 71, 90, CANNOT_TELL",
        "evening, 50, , 10, 20, BETTER",
        "evening, , 70, 71, , WORSE",
        "evening, , , 1, 2, CANNOT_TELL",
        "lunch, 50, 70, 1, 2, CANNOT_TELL"
    })
    void onlyIntervalsThatLieApartAreAChange(
            String window,
            @Nullable Double lower,
            @Nullable Double upper,
            @Nullable Double nowLower,
            @Nullable Double nowUpper,
            Change.Trend trend) {
        Change change = Change.between(
                new Earlier.Standing("missed", OptionalInt.empty(), "evening", maybe(lower), maybe(upper)),
                new Earlier.Standing("met", OptionalInt.of(3), window, maybe(nowLower), maybe(nowUpper)));

        assertThat(change.staleness()).isEqualTo(trend);
        assertThat(change.earlier().verdict()).isEqualTo("missed");
        assertThat(change.verdict()).isEqualTo("met");
        assertThat(change.tier()).hasValue(3);
    }

    @Test
    void anOlderReportIsReadAtThePromisedStageInTheWindowThatEarnedItsTier() throws IOException {
        Earlier earlier = Earlier.read(Files.writeString(folder.resolve("report.json"), OLD));

        assertThat(earlier.from()).isEqualTo(Instant.parse("2026-11-07T00:00:00Z"));
        assertThat(earlier.pipelines())
                .containsEntry(
                        "web",
                        new Earlier.Standing(
                                "missed", OptionalInt.empty(), "evening", OptionalDouble.of(50), OptionalDouble.of(70)))
                .containsEntry(
                        "app",
                        new Earlier.Standing(
                                "no-promise", OptionalInt.of(4), "run", OptionalDouble.of(2), OptionalDouble.empty()))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | it has no schema rung-report/2",
                "[1] | it has no schema rung-report/2",
                "{\"schema\": \"rung-report/3\"} | its format is rung-report/3, and this Rung knows rung-report/2",
                "{\"schema\": \"rung-report/2\", \"pipelines\": [{}]} | it lacks id",
                "{\"schema\": \"rung-report/2\"} | it lacks from"
            })
    void whatIsNoReportIsRefusedWithACure(String text, String why) throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), text);

        assertThatThrownBy(() -> Earlier.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is not a report of Rung (" + why + "); name the report.json that a run wrote");
    }

    @Test
    void textAndMissingFilesAreRefusedToo() throws IOException {
        Path text = Files.writeString(folder.resolve("report.txt"), "kept");

        assertThatThrownBy(() -> Earlier.read(text))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(text + " is not a report");
        assertThatThrownBy(() -> Earlier.read(folder.resolve("no.json")))
                .hasMessage("there is no earlier report " + folder.resolve("no.json")
                        + "; name the report.json that a run wrote");
    }

    private static OptionalDouble maybe(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
