package rung.probe.stage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;

/** One query for all SKUs of a store. */
class PostgresStoreStageTest extends PostgresStageContract {
    @Override
    protected String sql() {
        return "select sku_id, quantity from positions where store_id = :store";
    }

    @Test
    void asksOnceForAStoreAndTellsCommitsApartByAColumn() throws Exception {
        show(Map.of(JACKET, 1L, SHOES, 2L, SHOES_ELSEWHERE, 3L, new StockKey("9901", "OTHER"), 4L));
        run("update positions set batch = 2 where sku_id = 'RUNG-0002'");
        JdbcSettings settings = with(
                settings("select batch as load, sku_id, quantity from positions where store_id = :store", login()),
                new CycleFrom(Optional.of("LOAD"), Optional.empty()));

        Look look;
        try (Stage stage = settings.open(timeline)) {
            look = Look.at(stage, Set.of(JACKET, SHOES, SHOES_ELSEWHERE));
        }

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 1L, SHOES, 2L, SHOES_ELSEWHERE, 3L));
        assertThat(look.readings().stream()
                        .map(Reading.Counts.class::cast)
                        .collect(Collectors.toMap(Reading.Counts::counts, Reading.Counts::cycle)))
                .isEqualTo(Map.of(
                        Map.of(JACKET, 1L), new Cycle("1"),
                        Map.of(SHOES, 2L), new Cycle("2"),
                        Map.of(SHOES_ELSEWHERE, 3L), new Cycle("2")));
    }

    @Test
    void saysWhichColumnItMisses() throws Exception {
        show(Map.of(JACKET, 1L));
        JdbcSettings settings = with(
                settings("select sku_id, quantity from positions where store_id = :store", login()),
                new CycleFrom(Optional.of("load"), Optional.empty()));

        try (Stage stage = settings.open(timeline)) {
            assertThat(Look.at(stage, Set.of(JACKET)).gaps().get(JACKET))
                    .isEqualTo(address() + " returns the columns sku_id, quantity, and none is called load; is cycle"
                            + " right?");
        }
    }

    @Test
    void twoRowsForAKeyAreAmbiguous() throws Exception {
        show(Map.of(JACKET, 1L, SHOES, 2L));
        run("insert into positions values ('9901', 'RUNG-0001', 3, 1)");

        Look look = Look.at(stage(), Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEqualTo(Map.of(SHOES, 2L));
        assertThat(look.faults()).containsExactly(Fault.AMBIGUOUS);
        assertThat(look.gaps().get(JACKET))
                .isEqualTo(address() + " returns 2 rows for SKU RUNG-0001 in store 9901; is sql right? It has to return"
                        + " one");
    }
}
