package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every view must do, whatever keeps it. */
abstract class CountViewContract {
    private static final StoreSku A = new StoreSku("0001", "A");
    private static final StoreSku B = new StoreSku("0001", "B");
    private static final StoreSku C = new StoreSku("0002", "A");
    private static final Offsets START = Offsets.beginning();
    private static final Offsets LATER = Offsets.parse("0:7,2:1");
    private static final Offsets LATEST = Offsets.parse("0:9,2:1");

    private CountView view;

    /** A view over a server in which nothing is. */
    abstract CountView empty() throws Exception;

    /** Everything is gone, behind the view's back. */
    abstract void lose() throws Exception;

    /** One count is gone, behind the view's back. */
    abstract void lose(StoreSku unit) throws Exception;

    @BeforeEach
    void open() throws Exception {
        view = empty();
    }

    @Test
    void whereThereIsNothingThereIsNoPlaceAndNoCountAndNothingIsAdded() throws IOException {
        assertThat(view.place()).isEmpty();
        assertThat(view.unit(A.store(), A.sku())).isEmpty();
        assertThat(view.add(Map.of(A, 1L), START, LATER)).isFalse();
        assertThat(view.unit(A.store(), A.sku())).isEmpty();
    }

    @Test
    void aViewThatIsReplacedHasTheseCountsAndNoOthers() throws IOException {
        view.replace(Map.of(A, 5L, C, 7L), LATER);
        view.replace(Map.of(A, -2L, B, 3_000_000_000L), START);

        assertThat(view.place()).contains(START);
        assertCounts(Map.of(A, -2L, B, 3_000_000_000L));
        assertThat(view.unit(C.store(), C.sku())).isEmpty();
    }

    @Test
    void changesAreAddedWithThePlaceAndASecondTimeNotAgain() throws IOException {
        view.replace(Map.of(A, 5L, B, 6L, C, 7L), START);

        assertThat(view.add(Map.of(A, -2L, C, 1L), START, LATER)).isTrue();
        assertThat(view.add(Map.of(A, -2L, C, 1L), START, LATER)).isTrue();

        assertCounts(Map.of(A, 3L, B, 6L, C, 8L));
        assertThat(view.place()).contains(LATER);
        assertThat(view.add(Map.of(), LATER, LATEST)).isTrue();
        assertThat(view.place()).contains(LATEST);
    }

    @Test
    void nothingIsAddedToAViewThatIsElsewhere() throws IOException {
        view.replace(Map.of(A, 5L), LATER);

        assertThat(view.add(Map.of(A, -2L), START, LATEST)).isFalse();

        assertCounts(Map.of(A, 5L));
        assertThat(view.place()).contains(LATER);
    }

    @Test
    void nothingIsAddedToAViewThatLacksOneOfTheUnits() throws Exception {
        view.replace(Map.of(A, 5L, B, 6L), START);
        lose(B);

        assertThat(view.add(Map.of(A, -2L, B, -1L), START, LATER)).isFalse();

        assertCounts(Map.of(A, 5L));
        assertThat(view.unit(B.store(), B.sku())).isEmpty();
        assertThat(view.place()).contains(START);
    }

    @Test
    void aViewThatWasLostHasNoPlaceAndCanBeMadeAgain() throws Exception {
        view.replace(Map.of(A, 5L), START);
        lose();

        assertThat(view.place()).isEmpty();
        assertThat(view.unit(A.store(), A.sku())).isEmpty();
        assertThat(view.add(Map.of(A, -2L), START, LATER)).isFalse();

        view.replace(Map.of(A, 4L), LATER);
        assertCounts(Map.of(A, 4L));
    }

    @Test
    void asManyUnitsAsItSaysAreAddedAtOnce() throws IOException {
        Map<StoreSku, Long> counts = new HashMap<>();
        for (int unit = 0; unit < view.mostUnitsAtOnce(); unit++) {
            counts.put(new StoreSku("S" + unit % 7, "U" + unit), (long) unit);
        }
        view.replace(counts, START);

        assertThat(view.add(counts, START, LATER)).isTrue();

        counts.replaceAll((unit, count) -> 2 * count);
        assertCounts(counts);
    }

    private void assertCounts(Map<StoreSku, Long> expected) throws IOException {
        for (Map.Entry<StoreSku, Long> entry : expected.entrySet()) {
            StoreSku unit = entry.getKey();
            assertThat(view.unit(unit.store(), unit.sku()))
                    .as(unit.toString())
                    .isEqualTo(Optional.of(new CountSource.Count(entry.getValue(), OptionalLong.empty())));
        }
    }
}
