package rung.probe.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rung.core.measure.StockKey;

class KeyTableTest {
    private record Named(StockKey key) implements KeyTable.Keyed {}

    private final KeyTable<Named> table = new KeyTable<>();

    @Test
    void aValueIsFoundByItsKeyHoweverManyThereAre() {
        List<Named> values =
                IntStream.range(0, 1_000).mapToObj(i -> new Named(key(i))).toList();

        for (int i = 0; i < values.size(); i++) {
            assertThat(table.find(key(i))).isNull();
            table.add(values.get(i));
            assertThat(table.find(key(i))).isSameAs(values.get(i));
        }

        for (int i = 0; i < values.size(); i++) {
            assertThat(table.find(key(i))).isSameAs(values.get(i));
        }
        assertThat(table.find(key(1_000))).isNull();
    }

    @Test
    void aSecondValueOfAKeyIsRefused() {
        table.add(new Named(key(1)));

        assertThatThrownBy(() -> table.add(new Named(key(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there already: 9901/RUNG-1");
    }

    @Test
    void aListOfKeysKeepsTheirOrderAndKnowsItsOwn() {
        KeyList list = new KeyList(List.of(key(3), key(1), key(2)));

        assertThat(list).containsExactly(key(3), key(1), key(2)).hasSize(3);
        assertThat(list.contains(key(2))).isTrue();
        assertThat(list.contains(key(4))).isFalse();
        assertThat(list.contains(key(1))).isTrue();
    }

    private static StockKey key(int number) {
        return new StockKey("9901", "RUNG-" + number);
    }
}
