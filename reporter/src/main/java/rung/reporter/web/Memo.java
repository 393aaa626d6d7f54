package rung.reporter.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Values that take a while to make from a board: each is made once for all who ask while the board is the newest.
 * Thread-safe; who asks for a value that is being made waits for it.
 *
 * @param <K> what a value is of, beside the board
 * @param <S> what it is made from
 * @param <V> immutable
 */
final class Memo<K, S, V> {
    /** More keys than this many are forgotten, the longest unused first. */
    private static final int MOST = 8;

    private final BiFunction<K, S, V> make;
    private final Map<K, Made<V>> made = new LinkedHashMap<>(MOST, 0.75f, true);

    private record Made<V>(long board, V value) {}

    Memo(BiFunction<K, S, V> make) {
        this.make = make;
    }

    /**
     * The value of {@code key} at a board.
     *
     * @param board its number
     * @param source of the board, from which the value is made when it is not known
     */
    synchronized V of(long board, K key, S source) {
        Made<V> known = made.get(key);
        if (known != null && known.board() == board) {
            return known.value();
        }
        V value = make.apply(key, source);
        made.put(key, new Made<>(board, value));
        if (made.size() > MOST) {
            made.remove(made.keySet().iterator().next());
        }
        return value;
    }
}
