package rung.probe.stage.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.probe.stage.Answer;

/** Finds counts in JSON that Redis answered. */
final class Documents {
    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Documents() {}

    /**
     * Finds the count of {@code key}.
     *
     * @param place how messages name where the text stands
     * @param pointer JSON Pointer of the count
     * @param isItem whether the pointer names the SKU, so that a document may lack it and be whole
     */
    static void at(String pointer, boolean isItem, String text, StockKey key, String place, Answer answer) {
        JsonNode document;
        try {
            document = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            answer.bad(key, Fault.MALFORMED, place + " holds no JSON; are key and type right?");
            return;
        }
        JsonNode found = document.at(pointer);
        if (!found.isMissingNode()) {
            answer.count(key, written(found), place);
        } else if (isItem && document.isObject()) {
            answer.absent(key);
        } else {
            answer.bad(key, Fault.NOT_FOUND, place + " has nothing there; is pointer right?");
        }
    }

    /** Finds the count of {@code key} in what JSON.GET answers: an array of all that its path matches. */
    static void matched(boolean isItem, String text, StockKey key, String place, Answer answer) {
        JsonNode matches;
        try {
            matches = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            answer.bad(key, Fault.MALFORMED, place + ": the answer is no JSON; is type right?");
            return;
        }
        if (!matches.isArray()) {
            answer.bad(key, Fault.MALFORMED, place + ": the answer is no array; is path right?");
        } else if (matches.size() == 1) {
            answer.count(key, written(matches.get(0)), place);
        } else if (matches.size() > 1) {
            answer.bad(
                    key,
                    Fault.AMBIGUOUS,
                    place + " matches " + matches.size() + " values, and one is the count; is path right?");
        } else if (isItem) {
            answer.absent(key);
        } else {
            answer.bad(key, Fault.NOT_FOUND, place + " matches nothing; is path right?");
        }
    }

    private static @Nullable Object written(JsonNode node) {
        return node.isNull() ? null : node.isValueNode() ? node.asText() : node.toString();
    }
}
