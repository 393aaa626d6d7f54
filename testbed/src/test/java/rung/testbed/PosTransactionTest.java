package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PosTransactionTest {
    @Test
    void theJsonOfASaleIsTheTopicsContract() throws IOException {
        PosTransaction sale =
                new PosTransaction("t1", new StoreSku("0001", "SKU-0001"), -2, Instant.parse("2026-01-01T12:00:00Z"));

        assertThat(sale.json())
                .isEqualTo("{\"transaction_id\":\"t1\",\"store_id\":\"0001\",\"sku_id\":\"SKU-0001\",\"quantity\":-2,"
                        + "\"kind\":\"SALE\",\"occurred_at\":\"2026-01-01T12:00:00Z\"}");
        assertThat(PosTransaction.parse(sale.json())).isEqualTo(sale);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"transaction_id\":\"\",\"store_id\":\"1\",\"sku_id\":\"1\",\"quantity\":1,\"occurred_at\":\"2026-01-01T12:00:00Z\"}",
                "{\"transaction_id\":\"t\",\"store_id\":\" \",\"sku_id\":\"1\",\"quantity\":1,\"occurred_at\":\"2026-01-01T12:00:00Z\"}",
                "{\"transaction_id\":\"t\",\"store_id\":\"1\",\"sku_id\":1,\"quantity\":1,\"occurred_at\":\"2026-01-01T12:00:00Z\"}",
                "{\"transaction_id\":\"t\",\"store_id\":\"1\",\"sku_id\":\"1\",\"quantity\":1.5,\"occurred_at\":\"2026-01-01T12:00:00Z\"}",
                "{\"transaction_id\":\"t\",\"store_id\":\"1\",\"sku_id\":\"1\",\"quantity\":1,\"occurred_at\":\"noon\"}"
            })
    void whatIsNoTransactionIsRefused(String json) {
        assertThatThrownBy(() -> PosTransaction.parse(json)).isInstanceOf(IOException.class);
    }
}
