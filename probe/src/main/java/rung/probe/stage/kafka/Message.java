package rung.probe.stage.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import rung.core.measure.StockKey;

/** What one message says. */
sealed interface Message {
    /** The position has as many units as stands at {@code count}. */
    record OnHand(StockKey position, JsonNode count) implements Message {}

    /** The units of the position changed. */
    record Moved(StockKey position, JsonNode delta, Optional<JsonNode> kind, Optional<JsonNode> transaction)
            implements Message {}

    /** The position is gone, if it is told which one that is. */
    record Gone(Optional<StockKey> position) implements Message {}

    /** It says nothing that can be understood, not even which position it is about, unless its key tells. */
    record Unreadable(String why) implements Message {}
}
