package rung.probe.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import rung.core.measure.Injection;
import rung.core.measure.StockKey;

class OpenSalesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final StockKey KEY = new StockKey("9901", "RUNG-0001");

    private final OpenSales open = new OpenSales(2);

    @Test
    void whatIsOpenIsFoundByItsSlotAndWhatIsClosedIsNot() {
        for (long slot = 0; slot < 100; slot++) {
            open.open(sale(slot));
        }
        for (long slot = 0; slot < 100; slot += 3) {
            open.close(opened(slot));
        }

        for (long slot = 0; slot < 100; slot++) {
            OpenSales.Open found = open.find(slot);
            if (slot % 3 == 0) {
                assertThat(found).as("slot %d", slot).isNull();
            } else {
                assertThat(opened(slot).sale()).isEqualTo(sale(slot));
            }
        }
        assertThat(open.find(100)).isNull();
    }

    @Test
    void salesThatShareAChainCloseInAnyOrder() {
        for (long slot : new long[] {5, 21, 37}) {
            open.open(sale(slot));
        }

        open.close(opened(21));
        assertThat(slots()).containsExactlyInAnyOrder(5L, 37L);
        open.close(opened(37));
        assertThat(slots()).containsExactly(5L);
        open.close(opened(5));
        assertThat(slots()).isEmpty();
    }

    @Test
    void allOfThemAreGoneThroughOnce() {
        for (long slot = 0; slot < 40; slot++) {
            open.open(sale(3 * slot));
        }

        assertThat(slots()).hasSize(40).doesNotHaveDuplicates();
        Iterator<OpenSales.Open> none = new OpenSales(1).iterator();
        assertThat(none.hasNext()).isFalse();
        assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aSaleCountsTheStagesThatHaveYetToShowItAndItsReturn() {
        open.open(sale(1));
        OpenSales.Open one = opened(1);

        assertThat(one.stagesToShow()).isEqualTo(2);
        assertThat(one.shown()).isEqualTo(1);
        assertThat(one.stagesToShow()).isEqualTo(1);
        assertThat(one.shown()).isZero();
        assertThat(one.returnShown()).isEqualTo(1);
        assertThat(one.returnShown()).isZero();
        assertThat(one.isReturned()).isFalse();
        assertThat(one.isRefused()).isFalse();
        one.returning();
        one.refuse();
        assertThat(one.isReturned()).isTrue();
        assertThat(one.isRefused()).isTrue();
    }

    @Test
    void closingWhatIsNotOpenIsAnError() {
        open.open(sale(1));
        OpenSales.Open one = opened(1);
        open.close(one);

        assertThatThrownBy(() -> open.close(one))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not open: rung-r1-sales-1-s");
    }

    @Test
    void stagesBeyondAByteAreRefused() {
        new OpenSales(127).open(sale(1));

        assertThatThrownBy(() -> new OpenSales(128))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("128 stages in one pipeline, at most 127 are told");
    }

    private OpenSales.Open opened(long slot) {
        return Objects.requireNonNull(open.find(slot));
    }

    private List<Long> slots() {
        List<Long> slots = new ArrayList<>();
        open.forEach(one -> slots.add(one.sale().slot()));
        return slots;
    }

    private static Injection sale(long slot) {
        return new Injection("r1", "sales", slot, Injection.Kind.SALE, KEY, 1, NOON.plusSeconds(slot));
    }
}
