package rung.probe.stage.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import rung.core.measure.StockKey;
import rung.probe.stage.KeyTemplate;

/**
 * Which position a message's key stands for: as a template says, or else as the newest message of each position had it.
 * Knows no more keys than there are positions that were asked for.
 */
final class MessageKeys {
    private final Optional<KeyTemplate> template;
    private final Map<ByteBuffer, StockKey> positions = new HashMap<>();
    private final Map<StockKey, ByteBuffer> newest = new HashMap<>();
    private final Set<ByteBuffer> shared = new HashSet<>();

    MessageKeys(Position position) {
        this.template =
                position instanceof Position.InKey key ? Optional.of(KeyTemplate.of(key.template())) : Optional.empty();
    }

    boolean followATemplate() {
        return template.isPresent();
    }

    /** A position was asked for. */
    void ask(StockKey position) {
        template.ifPresent(text -> positions.put(
                ByteBuffer.wrap(text.fill(position, UnaryOperator.identity()).getBytes(StandardCharsets.UTF_8)),
                position));
    }

    /** The only position that {@code key} stands for, as far as is known. */
    Optional<StockKey> position(byte @Nullable [] key) {
        if (key == null) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(key);
        return shared.contains(bytes) ? Optional.empty() : Optional.ofNullable(positions.get(bytes));
    }

    /** A message with {@code key} spoke of {@code position}, which was {@code asked} for or not. */
    void learn(byte @Nullable [] key, StockKey position, boolean asked) {
        if (key == null || followATemplate()) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(key);
        StockKey known = positions.get(bytes);
        if (known != null && !known.equals(position)) {
            shared.add(bytes);
        }
        if (asked) {
            positions.put(bytes, position);
            ByteBuffer before = newest.put(position, bytes);
            if (before != null && !before.equals(bytes)) {
                positions.remove(before);
                shared.remove(before);
            }
        }
    }

    /** Nothing has been read yet. */
    void forget() {
        if (!followATemplate()) {
            positions.clear();
            newest.clear();
            shared.clear();
        }
    }
}
