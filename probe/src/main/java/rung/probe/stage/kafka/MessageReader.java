package rung.probe.stage.kafka;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rung.core.measure.StockKey;

/** Understands the values of messages. What they hold is not repeated in what it says of them: they may be anybody's. */
final class MessageReader {
    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Optional<JsonPointer> store;
    private final Optional<JsonPointer> sku;
    private final Content content;
    private final JsonPointer units;
    private final Optional<JsonPointer> deleted;
    private final Optional<JsonPointer> kind;
    private final Optional<JsonPointer> transaction;

    MessageReader(Position position, Content content) {
        Optional<Position.InValue> inValue =
                position instanceof Position.InValue value ? Optional.of(value) : Optional.empty();
        this.store = inValue.map(Position.InValue::store).map(JsonPointer::compile);
        this.sku = inValue.map(Position.InValue::sku).map(JsonPointer::compile);
        this.content = content;
        if (content instanceof Content.Movements movements) {
            this.units = JsonPointer.compile(movements.delta());
            this.deleted = Optional.empty();
            this.kind = movements.kind().map(JsonPointer::compile);
            this.transaction = movements.transaction().map(JsonPointer::compile);
        } else {
            Content.OnHand onHand = (Content.OnHand) content;
            this.units = JsonPointer.compile(onHand.count());
            this.deleted = onHand.deleted().map(JsonPointer::compile);
            this.kind = Optional.empty();
            this.transaction = Optional.empty();
        }
    }

    /**
     * Reads one message.
     *
     * @param value null when the message has none
     * @param byKey the position that the message's key tells, if it does
     */
    Message read(byte @Nullable [] value, Optional<StockKey> byKey) {
        if (value == null) {
            return content instanceof Content.OnHand
                    ? new Message.Gone(byKey)
                    : new Message.Unreadable("it has no value");
        }
        JsonNode document;
        try {
            document = JSON.readTree(value);
        } catch (IOException e) {
            return new Message.Unreadable("it is no JSON; is value right?");
        }
        if (document.isMissingNode()) {
            return new Message.Unreadable("it is empty; is value right?");
        }
        Optional<StockKey> position = byKey.or(() -> position(document));
        if (content instanceof Content.OnHand && isGone(document)) {
            return new Message.Gone(position);
        }
        return position.<Message>map(found -> said(found, document))
                .orElseGet(() -> new Message.Unreadable("no ids of store and sku stand where they should; "
                        + (store.isPresent() ? "are store and sku right?" : "is key right?")));
    }

    private Optional<StockKey> position(JsonNode document) {
        return store.flatMap(pointer -> id(document.at(pointer)))
                .flatMap(
                        one -> sku.flatMap(pointer -> id(document.at(pointer))).map(other -> new StockKey(one, other)));
    }

    private static Optional<String> id(JsonNode node) {
        return node.isValueNode() && !node.isNull() && !node.asText().isBlank()
                ? Optional.of(node.asText())
                : Optional.empty();
    }

    private boolean isGone(JsonNode document) {
        return document.at(units.head()).isNull()
                || deleted.map(document::at).map(JsonNode::asText).orElse("").equalsIgnoreCase("true");
    }

    private Message said(StockKey position, JsonNode document) {
        JsonNode number = document.at(units);
        return content instanceof Content.OnHand
                ? new Message.OnHand(position, number)
                : new Message.Moved(position, number, kind.map(document::at), transaction.map(document::at));
    }
}
