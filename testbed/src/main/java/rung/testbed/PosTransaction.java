package rung.testbed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;

/**
 * A sale or a return, as a till reports it.
 *
 * @param id the same when the till reports the same transaction again
 * @param quantity by how much the stock changes: negative for a sale, positive for a return
 */
record PosTransaction(String id, StoreSku unit, int quantity, Instant occurredAt) {
    private static final ObjectMapper JSON = new ObjectMapper();

    PosTransaction {
        if (id.isBlank()) {
            throw new IllegalArgumentException("transaction id is blank");
        }
    }

    /** @throws IOException when {@code json} is no transaction; the message says why */
    static PosTransaction parse(String json) throws IOException {
        JsonNode node = JSON.readTree(json);
        try {
            JsonNode quantity = node.path("quantity");
            if (!quantity.isInt()) {
                throw new IOException("quantity is not a whole number: " + quantity);
            }
            return new PosTransaction(
                    text(node, "transaction_id"),
                    new StoreSku(text(node, "store_id"), text(node, "sku_id")),
                    quantity.intValue(),
                    Instant.parse(text(node, "occurred_at")));
        } catch (RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** {@code SALE} or {@code RETURN}. */
    String kind() {
        return quantity < 0 ? "SALE" : "RETURN";
    }

    String json() {
        ObjectNode node = JSON.createObjectNode()
                .put("transaction_id", id)
                .put("store_id", unit.store())
                .put("sku_id", unit.sku())
                .put("quantity", quantity)
                .put("kind", kind())
                .put("occurred_at", occurredAt.toString());
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(JsonNode node, String field) throws IOException {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new IOException(field + " is not a text: " + value);
        }
        return value.textValue();
    }
}
