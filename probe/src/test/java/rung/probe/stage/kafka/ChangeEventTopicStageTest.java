package rung.probe.stage.kafka;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rung.core.measure.StockKey;

/** A topic of a database's changes as Debezium writes them, with the row as it was and as it is. */
class ChangeEventTopicStageTest extends TopicStageContract {
    private final Set<StockKey> shown = new HashSet<>();

    @Override
    TopicSettings settings(String bootstrap, Map<String, String> client) {
        return settings(
                bootstrap,
                topic,
                new Position.InValue("/payload/after/store_id", "/payload/after/sku_id"),
                new Content.OnHand("/payload/after/quantity", Optional.empty()),
                client);
    }

    @Override
    protected void show(Map<StockKey, Long> counts) throws Exception {
        shown.removeAll(counts.keySet());
        for (StockKey gone : shown) {
            event(gone, row(gone, "0"), "null", "d");
        }
        counts.forEach((key, count) -> event(key, "null", row(key, count.toString()), "c"));
        shown.clear();
        shown.addAll(counts.keySet());
        world.flush();
    }

    @Override
    protected boolean write(StockKey key, Written form) throws Exception {
        String count =
                switch (form) {
                    case TEXT -> "\"12\"";
                    case NULL -> "null";
                    case FRACTION -> "12.5";
                    case WORD -> "\"many\"";
                };
        event(key, "null", row(key, count), "u");
        world.flush();
        return true;
    }

    private void event(StockKey key, String before, String after, String operation) {
        world.send(
                topic,
                "{\"store_id\": \"" + key.store() + "\", \"sku_id\": \"" + key.sku() + "\"}",
                "{\"payload\": {\"before\": " + before + ", \"after\": " + after + ", \"op\": \"" + operation + "\"}}");
    }

    private static String row(StockKey key, String count) {
        return "{\"store_id\": \"" + key.store() + "\", \"sku_id\": \"" + key.sku() + "\", \"quantity\": " + count
                + "}";
    }
}
