package rung.probe.stage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.probe.stage.Answer;
import rung.probe.stage.Look;

/** Whose the rows of a query are. */
class QuestionsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final StockKey JACKET = new StockKey("1000", "4711");
    private static final StockKey SHOES = new StockKey("1000", "4712");
    private static final String ALL = "select store, sku, q from p";
    private static final String OF_A_STORE = "select sku, q from p where store = :store";

    @Test
    void idsThatAreDecimalNumbersAreThoseOfTheKeys() throws Exception {
        Look look = read(ALL, List.of(List.of(new BigDecimal("1E+3"), new BigDecimal("4711.00"), 5)));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 5L));
        assertThat(look.absent()).containsExactly(SHOES);
    }

    @Test
    void rowsOfOtherKeysAloneProveNothing() throws Exception {
        Look look = read(OF_A_STORE, List.of(List.of("0004711", 5), List.of("0004712", 6)));

        assertThat(look.absent()).isEmpty();
        assertThat(look.faults()).containsExactly(Fault.NOT_FOUND);
        assertThat(look.gaps()).containsOnlyKeys(JACKET, SHOES);
        assertThat(look.gaps().get(JACKET))
                .startsWith("jdbc:x:y returns 2 rows, and none of a key that was asked for, such as SKU 471")
                .endsWith("; are keys written as the database writes them?");
    }

    @Test
    void noRowsAreAbsence() throws Exception {
        assertThat(read(OF_A_STORE, List.of()).absent()).containsExactlyInAnyOrder(JACKET, SHOES);
    }

    private static Look read(String sql, List<List<Object>> rows) throws SqlFailure {
        List<String> columns = sql.equals(ALL) ? List.of("store", "sku", "q") : List.of("sku", "q");
        Map<Cycle, Answer> answers = Questions.of(JdbcSettings.of("jdbc:x:y", Map.of(), sql))
                .read(new Rows(columns, rows), Set.of(JACKET, SHOES));
        List<Reading> readings = new ArrayList<>();
        answers.forEach((cycle, answer) -> readings.addAll(answer.readings(NOON, NOON, cycle)));
        return Look.of(readings);
    }
}
