package rung.probe.stage.kafka;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rung.core.measure.StockKey;

/** A topic of flat rows, one key for each position, in which a message without a value takes a position away. */
class CompactedTopicStageTest extends TopicStageContract {
    private final Set<StockKey> shown = new HashSet<>();

    @Override
    TopicSettings settings(String bootstrap, Map<String, String> client) {
        return settings(
                bootstrap,
                topic,
                new Position.InValue("/store_id", "/sku_id"),
                new Content.OnHand("/quantity", Optional.empty()),
                client);
    }

    @Override
    protected void show(Map<StockKey, Long> counts) throws Exception {
        shown.removeAll(counts.keySet());
        shown.forEach(gone -> world.send(topic, gone.toString(), null));
        counts.forEach((key, count) -> send(key, count.toString()));
        shown.clear();
        shown.addAll(counts.keySet());
        world.flush();
    }

    @Override
    protected boolean write(StockKey key, Written form) throws Exception {
        send(
                key,
                switch (form) {
                    case TEXT -> "\"12\"";
                    case NULL -> "null";
                    case FRACTION -> "12.5";
                    case WORD -> "\"many\"";
                });
        world.flush();
        return true;
    }

    private void send(StockKey key, String count) {
        world.send(
                topic,
                key.toString(),
                "{\"store_id\": " + key.store() + ", \"sku_id\": \"" + key.sku() + "\", \"quantity\": " + count + "}");
    }
}
