package rung.probe.stage.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.probe.stage.Answer;
import rung.probe.stage.KeyTemplate;
import rung.probe.wire.Addresses;
import rung.probe.wire.Reasons;
import rung.probe.wire.SecretWords;

/** What one answered page says of the keys for which it was fetched. */
final class Page {
    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final KeyTemplate count;
    private final Optional<KeyTemplate> item;
    private final Optional<JsonPointer> cycle;

    /**
     * @param count JSON Pointer of the count; where it names the SKU, a page may lack that SKU and be whole
     * @param cycle JSON Pointer of the page's version
     */
    Page(String count, Optional<String> cycle) {
        this.count = KeyTemplate.of(count);
        this.item = item(count);
        this.cycle = cycle.map(JsonPointer::compile);
    }

    /** The pointer up to the part that names the SKU: what is missing when the page does not list it. */
    private static Optional<KeyTemplate> item(String count) {
        int sku = count.indexOf("{sku}");
        if (sku < 0) {
            return Optional.empty();
        }
        int end = count.indexOf('/', sku);
        return Optional.of(KeyTemplate.of(end < 0 ? count : count.substring(0, end)));
    }

    /**
     * Reads the counts of {@code keys} off {@code body}: at most one reading of counts, and a gap for each bad count.
     *
     * @param etag names the page's version where no pointer does
     * @param secrets that no reason repeats, should the page
     */
    List<Reading> read(
            String url,
            byte[] body,
            Optional<String> etag,
            Set<StockKey> keys,
            Instant askedAt,
            Instant answeredAt,
            SecretWords secrets) {
        JsonNode page;
        try {
            page = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return List.of(malformed(keys, askedAt, answeredAt, url, "its answer is no JSON", body, secrets));
        } catch (IOException e) {
            throw new IllegalStateException("a byte array cannot fail to be read", e);
        }
        if (page == null || page.isMissingNode()) {
            return List.of(malformed(keys, askedAt, answeredAt, url, "its answer is empty", body, secrets));
        }
        Answer answer = new Answer();
        for (StockKey key : keys) {
            String pointer = count.fill(key, Page::escape);
            JsonNode node = page.at(pointer);
            if (node.isNumber() && node.canConvertToExactIntegral() && node.canConvertToLong()) {
                answer.count(key, node.longValue());
            } else if (node.isTextual() && Answer.whole(node.textValue()).isPresent()) {
                answer.count(key, node.textValue(), pointer);
            } else if (lacks(page, key)) {
                answer.absent(key);
            } else {
                answer.bad(key, fault(node), reason(url, fault(pointer, node, secrets), body, secrets));
            }
        }
        return answer.readings(askedAt, answeredAt, cycle(page, etag));
    }

    /** Whether the page has a place for such keys, but not this one. */
    private boolean lacks(JsonNode page, StockKey key) {
        if (item.isEmpty()) {
            return false;
        }
        JsonPointer pointer = JsonPointer.compile(item.get().fill(key, Page::escape));
        return page.at(pointer).isMissingNode() && page.at(pointer.head()).isObject();
    }

    private Cycle cycle(JsonNode page, Optional<String> etag) {
        return cycle.map(pointer -> page.at(pointer).asText())
                .or(() -> cycle.isPresent() ? Optional.empty() : etag)
                .filter(id -> !id.isEmpty())
                .map(Cycle::new)
                .orElse(Cycle.unknown());
    }

    private static String escape(String part) {
        return part.replace("~", "~0").replace("/", "~1");
    }

    private static Fault fault(JsonNode node) {
        return node.isMissingNode() ? Fault.NOT_FOUND : Fault.NOT_A_COUNT;
    }

    private static String fault(String pointer, JsonNode node, SecretWords secrets) {
        if (node.isMissingNode()) {
            return "there is nothing at " + pointer + " of its answer; is count right?";
        }
        if (node.isContainerNode()) {
            return "an object or array stands at " + pointer + " of its answer; is count right?";
        }
        return "the count at " + pointer + " is " + Reasons.excerpt(secrets.hiddenIn(node.toString()))
                + ", not a whole number; is count right?";
    }

    private static Reading.Gap malformed(
            Set<StockKey> keys,
            Instant askedAt,
            Instant answeredAt,
            String url,
            String fault,
            byte[] body,
            SecretWords secrets) {
        return new Reading.Gap(askedAt, answeredAt, keys, Fault.MALFORMED, reason(url, fault, body, secrets));
    }

    private static String reason(String url, String fault, byte[] body, SecretWords secrets) {
        String text = new String(body, StandardCharsets.UTF_8);
        return Addresses.shown(url) + ": " + fault + "; it says: " + Reasons.excerpt(secrets.hiddenIn(text));
    }
}
