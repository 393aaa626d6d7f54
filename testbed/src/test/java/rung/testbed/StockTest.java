package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StockTest {
    @Test
    void theStandardStockIs200StoresWith40SkusAndTheReservedUnits() {
        StoreSku reserved = new StoreSku("9901", "RUNG-0001");

        Stock stock = Stock.standard(List.of(reserved));

        assertThat(stock.counts())
                .hasSize(200 * 40 + 1)
                .containsEntry(new StoreSku("0001", "SKU-0001"), 1000L)
                .containsEntry(new StoreSku("0200", "SKU-0040"), 1000L)
                .containsEntry(reserved, 1000L);
        assertThat(stock.sold()).hasSize(200 * 40).doesNotContain(reserved);
    }

    @Test
    void theTillsSellNoReservedUnit() {
        StoreSku sold = new StoreSku("0001", "SKU-0001");

        assertThatThrownBy(() -> Stock.standard(List.of(sold)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reserved unit is sold, or named twice: " + sold);
    }
}
