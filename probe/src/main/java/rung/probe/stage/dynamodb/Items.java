package rung.probe.stage.dynamodb;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.probe.stage.Answer;
import rung.probe.stage.KeyTemplate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** How positions of stock are written as primary keys of items, and counts are found in items. Has no I/O. */
final class Items {
    private final DynamoSettings settings;
    private final Map<String, KeyTemplate> key = new LinkedHashMap<>();
    private final List<KeyTemplate> count = new ArrayList<>();

    Items(DynamoSettings settings) {
        this.settings = settings;
        settings.key().forEach((name, template) -> key.put(name, KeyTemplate.of(template)));
        for (String part : settings.count().split("\\.", -1)) {
            count.add(KeyTemplate.of(part));
        }
    }

    /** The positions, by the primary key of the item that they are in. */
    Map<Map<String, AttributeValue>, Set<StockKey>> byItem(Set<StockKey> positions) {
        Map<Map<String, AttributeValue>, Set<StockKey>> items = new LinkedHashMap<>();
        for (StockKey position : positions) {
            Map<String, AttributeValue> primary = new HashMap<>();
            key.forEach((name, template) -> {
                String value = template.fill(position, UnaryOperator.identity());
                primary.put(
                        name,
                        settings.numbers().contains(name)
                                ? AttributeValue.fromN(number(value))
                                : AttributeValue.fromS(value));
            });
            items.computeIfAbsent(primary, same -> new LinkedHashSet<>()).add(position);
        }
        return items;
    }

    /** As the table will write it; what is no number is left for the table to refuse. */
    private static String number(String text) {
        try {
            return new BigDecimal(text).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /** What is asked of the items with these primary keys: no attributes but the key's and the one that the count is in. */
    KeysAndAttributes request(List<Map<String, AttributeValue>> primaryKeys) {
        KeysAndAttributes.Builder request =
                KeysAndAttributes.builder().keys(primaryKeys).consistentRead(settings.consistent());
        KeyTemplate top = count.get(0);
        if (!top.namesSku() && !top.namesStore()) {
            Map<String, String> names = new HashMap<>();
            key.keySet().forEach(name -> names.put("#k" + names.size(), name));
            names.put("#c", top.toString());
            request.expressionAttributeNames(names).projectionExpression(String.join(", ", names.keySet()));
        }
        return request.build();
    }

    /** The primary key of an item that was answered. */
    Map<String, AttributeValue> primaryKey(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> primary = new HashMap<>();
        for (String name : key.keySet()) {
            Optional.ofNullable(item.get(name)).ifPresent(value -> primary.put(name, value));
        }
        return primary;
    }

    /** Finds the count of {@code position} in its item. */
    void read(StockKey position, Map<String, AttributeValue> item, Answer answer) {
        String place = settings.address() + ", key " + position + ": attribute "
                + KeyTemplate.of(settings.count()).fill(position, UnaryOperator.identity());
        Map<String, AttributeValue> map = item;
        for (int i = 0; ; i++) {
            @Nullable AttributeValue value = map.get(count.get(i).fill(position, UnaryOperator.identity()));
            if (value == null) {
                missing(position, count.get(i), place, answer);
                return;
            }
            if (i + 1 == count.size()) {
                answer.count(position, written(value), place);
                return;
            }
            if (!value.hasM()) {
                answer.bad(position, Fault.NOT_FOUND, place + " is not in a map; is count right?");
                return;
            }
            map = value.m();
        }
    }

    /** An item that lists SKUs may lack one and be whole. */
    private static void missing(StockKey position, KeyTemplate name, String place, Answer answer) {
        if (name.namesSku()) {
            answer.absent(position);
        } else {
            answer.bad(position, Fault.NOT_FOUND, place + " is not there; is count right?");
        }
    }

    private static @Nullable Object written(AttributeValue value) {
        return switch (value.type()) {
            case N -> value.n();
            case S -> value.s();
            case NUL -> null;
            default -> "a value of type " + value.type();
        };
    }
}
