package rung.probe.stage.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;

/** A topic of sales and returns, keyed by store, whose sum is the count. */
class MovementsTopicStageTest extends TopicStageContract {
    private static final Position VALUE = new Position.InValue("/store", "/sku");

    private final Map<StockKey, Long> sums = new HashMap<>();
    private int transaction;

    @Override
    TopicSettings settings(String bootstrap, Map<String, String> client) {
        return settings(
                bootstrap, topic, VALUE, new Content.Movements("/delta", Optional.empty(), Optional.of("/id")), client);
    }

    @Override
    protected void show(Map<StockKey, Long> counts) throws Exception {
        counts.forEach((key, count) -> {
            move(key, String.valueOf(count - sums.getOrDefault(key, 0L)));
            sums.put(key, count);
        });
        world.flush();
    }

    @Override
    protected boolean keysCanGo() {
        return false;
    }

    @Override
    protected boolean write(StockKey key, Written form) throws Exception {
        move(
                key,
                switch (form) {
                    case TEXT -> "\"" + (12 - sums.getOrDefault(key, 0L)) + "\"";
                    case NULL -> "null";
                    case FRACTION -> "12.5";
                    case WORD -> "\"many\"";
                });
        world.flush();
        return true;
    }

    private void move(StockKey key, String delta) {
        send(key, "\"delta\": " + delta + ", \"id\": \"t" + transaction++ + "\"");
    }

    private void send(StockKey key, String rest) {
        world.send(
                topic,
                key.store(),
                "{\"store\": \"" + key.store() + "\", \"sku\": \"" + key.sku() + "\", " + rest + "}");
    }

    @Test
    void aTransactionThatComesTwiceCountsOnce() throws Exception {
        send(JACKET, "\"delta\": -4, \"id\": \"a\"");
        send(JACKET, "\"delta\": -4, \"id\": \"a\"");
        send(JACKET, "\"delta\": -1, \"id\": \"b\"");
        world.flush();

        assertThat(Look.at(stage(), Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, -5L));
    }

    @Test
    void everyMessageCountsWhereTransactionsAreNotTold() throws Exception {
        send(JACKET, "\"delta\": -4, \"id\": \"a\"");
        send(JACKET, "\"delta\": -4, \"id\": \"a\"");
        world.flush();

        assertThat(at(new Content.Movements("/delta", Optional.empty(), Optional.empty()))
                        .counts())
                .isEqualTo(Map.of(JACKET, -8L));
    }

    @Test
    void theKindGivesTheSignOfAQuantity() throws Exception {
        send(JACKET, "\"quantity\": 4, \"kind\": \"SALE\", \"id\": \"a\"");
        send(JACKET, "\"quantity\": 1, \"kind\": \"RETURN\", \"id\": \"b\"");
        world.flush();
        Content content = new Content.Movements("/quantity", Optional.of("/kind"), Optional.of("/id"));

        assertThat(at(content).counts()).isEqualTo(Map.of(JACKET, -3L));

        send(JACKET, "\"quantity\": 1, \"kind\": \"GIFT\", \"id\": \"c\"");
        world.flush();
        assertThat(at(content).gaps().get(JACKET))
                .endsWith("/kind holds \"GIFT\", neither SALE nor RETURN; is kind right?");
    }

    @Test
    void aMovementWithoutATransactionIsAGapForOneLook() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Look.at(stage, Set.of(JACKET));
        send(JACKET, "\"delta\": -1");
        world.flush();

        assertThat(Look.at(stage, Set.of(JACKET)).gaps().get(JACKET))
                .startsWith(address() + ", message ")
                .endsWith(": nothing stands at /id; is transaction right?");
        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 5L));
    }

    @Test
    void movementsFromBeforeTheFirstLookAreNotAddedWhenReadingBeginsAtTheLatest() throws Exception {
        show(Map.of(JACKET, 5L));
        TopicSettings latest = new TopicSettings(
                world.bootstrap(),
                topic,
                VALUE,
                new Content.Movements("/delta", Optional.empty(), Optional.of("/id")),
                From.LATEST,
                Map.of(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60));
        try (Stage stage = latest.open(timeline)) {
            assertThat(Look.at(stage, Set.of(JACKET)).absent()).containsExactly(JACKET);

            show(Map.of(JACKET, 3L));

            assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, -2L));
        }
    }

    @Test
    void movementsThatWereDeletedUnreadLeaveAGapForGoodForTheSumLacksThem() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Look.at(stage, Set.of(JACKET));
        world.cut(); // so that the client has not fetched ahead
        send(JACKET, "\"delta\": -1, \"id\": \"lost\"");
        int partition = world.flush().partition();
        world.admin
                .deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(-1)))
                .all()
                .get();
        world.restore();

        Look look = Look.at(stage, Set.of(JACKET));
        send(JACKET, "\"delta\": -2, \"id\": \"after\"");
        world.flush();

        assertThat(look.faults()).containsExactly(Fault.FAILED);
        assertThat(look.gaps().get(JACKET)).startsWith(address() + ": messages were deleted before they could be read");
        Look later = Look.at(stage, Set.of(JACKET));
        assertThat(later.counts()).isEmpty();
        assertThat(later.gaps()).containsOnlyKeys(JACKET);
    }

    @Test
    void aTopicThatWasCreatedAnewIsAGap() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Look.at(stage, Set.of(JACKET));
        world.admin.deleteTopics(List.of(topic)).all().get();
        world.create(topic, 3);

        List<Fault> faults = List.copyOf(Look.at(stage, Set.of(JACKET)).faults());

        assertThat(faults).hasSize(1).first().isIn(Fault.FAILED, Fault.NOT_FOUND, Fault.TIMEOUT);
    }

    private Look at(Content content) throws InterruptedException {
        try (Stage stage =
                settings(world.bootstrap(), topic, VALUE, content, Map.of()).open(timeline)) {
            return Look.at(stage, Set.of(JACKET));
        }
    }
}
