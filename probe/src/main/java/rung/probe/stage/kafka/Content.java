package rung.probe.stage.kafka;

import java.util.Optional;

/** What a message says of its position of stock. */
public sealed interface Content {
    /**
     * Units on hand, which replace what an earlier message said. A message without a value takes the position away, and
     * so does one in whose value null stands where the count's object should stand, as it does when a row is deleted.
     *
     * @param count JSON Pointer of the units
     * @param deleted JSON Pointer of a flag that says that the position is gone
     */
    record OnHand(String count, Optional<String> deleted) implements Content {
        public OnHand {
            Position.pointer("count", count);
            deleted.ifPresent(pointer -> Position.pointer("deleted", pointer));
        }
    }

    /**
     * A change of the units on hand. The count is the sum of the changes since reading began.
     *
     * @param delta JSON Pointer of the change, negative for a sale; or of the units moved, where {@code kind} is there
     * @param kind JSON Pointer of the word SALE or RETURN, which gives the sign
     * @param transaction JSON Pointer of the id by which a message that comes twice is told, and not added again; empty
     *     when every message is added
     */
    record Movements(String delta, Optional<String> kind, Optional<String> transaction) implements Content {
        public Movements {
            Position.pointer("delta", delta);
            kind.ifPresent(pointer -> Position.pointer("kind", pointer));
            transaction.ifPresent(pointer -> Position.pointer("transaction", pointer));
        }
    }
}
