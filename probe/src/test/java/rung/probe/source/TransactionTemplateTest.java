package rung.probe.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.measure.Injection;
import rung.core.measure.StockKey;

class TransactionTemplateTest {
    private static final Injection SALE = new Injection(
            "r1",
            "sales",
            17,
            Injection.Kind.SALE,
            new StockKey("9901", "RUNG-0001"),
            64,
            Instant.parse("2026-01-01T12:00:00.123456789Z"));

    @Test
    void fillsEveryPlaceholder() {
        TransactionTemplate template = TransactionTemplate.json("{\"id\": \"{transaction}\", \"kind\": \"{kind}\","
                + " \"store\": {store}, \"sku\": \"{sku}\", \"qty\": {quantity}, \"delta\": {delta},"
                + " \"at\": \"{time}\", \"ms\": {time_millis}}");

        assertThat(template.fill(SALE))
                .isEqualTo("{\"id\": \"rung-r1-sales-17-s\", \"kind\": \"SALE\", \"store\": 9901, \"sku\":"
                        + " \"RUNG-0001\", \"qty\": 64, \"delta\": -64, \"at\": \"2026-01-01T12:00:00.123Z\", \"ms\":"
                        + " 1767268800123}");
    }

    @Test
    void aReturnPutsTheUnitsBack() {
        TransactionTemplate template =
                TransactionTemplate.json("[\"{store}\", \"{sku}\", {delta}, {quantity}, \"{kind}\"]");

        assertThat(template.fill(SALE.returned(SALE.intended())))
                .isEqualTo("[\"9901\", \"RUNG-0001\", 64, 64, \"RETURN\"]");
    }

    @Test
    void aNumberInQuotesStaysAString() {
        assertThat(TransactionTemplate.json("[\"{store}\", \"{sku}\", \"{delta}\"]")
                        .fill(SALE))
                .isEqualTo("[\"9901\", \"RUNG-0001\", \"-64\"]");
    }

    @Test
    void escapesWhatStandsInAString() {
        Injection odd = new Injection(
                "r", "p", 0, Injection.Kind.SALE, new StockKey("a\"b\\c", "line\nbreak"), 1, SALE.intended());

        assertThat(TransactionTemplate.json("[\"\\\"{store}\\\\\", \"x {sku}\", {delta}]")
                        .fill(odd))
                .isEqualTo("[\"\\\"a\\\"b\\\\c\\\\\", \"x line\\nbreak\", -1]");
    }

    @Test
    void aKeyIsPlainText() {
        assertThat(TransactionTemplate.text("s-{store}/{sku}").fill(SALE)).isEqualTo("s-9901/RUNG-0001");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "'[\"{stor}\", \"{sku}\", {delta}]' | '{stor} is not a placeholder; did you mean {store}?'",
                "'[\"{Store}\", \"{sku}\", {delta}]' | '{Store} is not a placeholder; did you mean {store}?'",
                "'[\"{store}\", \"{sku}\", {price_in_paise}]' | '{price_in_paise} is not a placeholder; there are'",
                "'[\"{sku}\", {delta}]' | 'the template lacks {store}; without it'",
                "'[\"{store}\", {delta}]' | 'the template lacks {sku}; without it'",
                "'[\"{store}\", \"{sku}\"]' | 'the template lacks {delta}, or {quantity} with {kind}; write one'",
                "'[\"{store}\", \"{sku}\", {quantity}]' | 'the template has {quantity} without {kind}, so that'",
                "'[\"{store}\", \"{sku}\", {delta}, {time}]' | '{time} stands outside quotes, and is no number; write'",
                "'[\"{store}\", \"{sku}\", {delta}' | 'the template is no JSON once it is filled: line 1, column'",
                "'[\"{store}\", \"{sku}\", {delta}] x' | 'the template is no JSON once it is filled: line 1, column'",
                "'{\"a\": \"{store}{sku}\", \"a\": {delta}}' | 'the template is no JSON once it is filled: line 1'",
            })
    void refusesATemplateThatCannotWorkAndNamesTheCure(String template, String message) {
        assertThatThrownBy(() -> TransactionTemplate.json(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void idsThatAreNoNumbersCannotStandOutsideQuotes() {
        TransactionTemplate template = TransactionTemplate.json("[{store}, {sku}, {delta}]");

        assertThat(template.misfit(new ReservedKeys(List.of("9901", "9902"), List.of("1", "2"))))
                .isEmpty();
        assertThat(template.misfit(new ReservedKeys(List.of("9901", "0902"), List.of("1", "2"))))
                .hasValue("{store} stands outside quotes, and the reserved \"0902\" is no number; write \"{store}\"");
        assertThat(template.misfit(new ReservedKeys(List.of("9901"), List.of("1, 2"))))
                .hasValueSatisfying(misfit -> assertThat(misfit).startsWith("{sku} stands outside quotes"));
    }
}
