package rung.testbed;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A view in DynamoDB: the table {@code inventory} has an item for each unit, with {@code store_id} and {@code sku_id} as its
 * key, and {@code quantity}; the table {@code inventory_place} has the place.
 */
final class DynamoDbView implements CountView {
    static final String COUNTS = "inventory";
    static final String PLACES = "inventory_place";

    /** DynamoDB writes 100 items in a transaction, one of which is the place; and 25 in a batch, which is no transaction. */
    private static final int MOST_UNITS_AT_ONCE = 99;

    private static final int BATCH = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Map<String, AttributeValue> PLACE_KEY = Map.of("view", AttributeValue.fromS(COUNTS));

    private final DynamoDbClient client;

    private DynamoDbView(DynamoDbClient client) {
        this.client = client;
    }

    /** Connects to a server that takes any credentials, when it is first asked. */
    static DynamoDbView of(URI endpoint) {
        return new DynamoDbView(DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(
                        override -> override.apiCallTimeout(PATIENCE).retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build());
    }

    @Override
    public Optional<Count> unit(String store, String sku) throws IOException {
        Map<String, AttributeValue> item = item(COUNTS, key(new StoreSku(store, sku)));
        return Optional.ofNullable(item.get("quantity"))
                .map(quantity -> new Count(Long.parseLong(quantity.n()), OptionalLong.empty()));
    }

    @Override
    public Optional<Offsets> place() throws IOException {
        return Optional.ofNullable(item(PLACES, PLACE_KEY).get("next_offsets"))
                .map(offsets -> Offsets.parse(offsets.s()));
    }

    /** The place goes first and comes last, so that what ended in between is no view. */
    @Override
    public void replace(Map<StoreSku, Long> counts, Offsets place) throws IOException {
        ask(() -> {
            create(COUNTS, "store_id", "sku_id");
            create(PLACES, "view");
            client.deleteItem(delete -> delete.tableName(PLACES).key(PLACE_KEY));
            write(counts);
            return client.putItem(put -> put.tableName(PLACES).item(placeItem(place)));
        });
    }

    @Override
    public boolean add(Map<StoreSku, Long> changes, Offsets from, Offsets to) throws IOException {
        List<TransactWriteItem> writes = new ArrayList<>();
        writes.add(TransactWriteItem.builder()
                .put(put -> put.tableName(PLACES)
                        .item(placeItem(to))
                        .conditionExpression("next_offsets = :from")
                        .expressionAttributeValues(Map.of(":from", AttributeValue.fromS(from.toString()))))
                .build());
        changes.forEach((unit, change) -> writes.add(TransactWriteItem.builder()
                .update(update -> update.tableName(COUNTS)
                        .key(key(unit))
                        .updateExpression("ADD quantity :change")
                        .conditionExpression("attribute_exists(quantity)")
                        .expressionAttributeValues(Map.of(":change", AttributeValue.fromN(change.toString()))))
                .build()));
        try {
            return ask(() -> {
                client.transactWriteItems(transaction -> transaction.transactItems(writes));
                return true;
            });
        } catch (IOException e) {
            if (e.getCause() instanceof ResourceNotFoundException) {
                return false;
            }
            if (e.getCause() instanceof TransactionCanceledException cancelled
                    && cancelled.cancellationReasons().stream()
                            .anyMatch(reason -> "ConditionalCheckFailed".equals(reason.code()))) {
                return place().equals(Optional.of(to));
            }
            throw e;
        }
    }

    @Override
    public int mostUnitsAtOnce() {
        return MOST_UNITS_AT_ONCE;
    }

    @Override
    public void close() {
        client.close();
    }

    /** Nothing in it when there is no such item, or no such table. */
    private Map<String, AttributeValue> item(String table, Map<String, AttributeValue> key) throws IOException {
        try {
            return ask(() -> client.getItem(get -> get.tableName(table).key(key).consistentRead(true))
                    .item());
        } catch (IOException e) {
            if (e.getCause() instanceof ResourceNotFoundException) {
                return Map.of();
            }
            throw e;
        }
    }

    private void create(String table, String... keys) {
        List<AttributeDefinition> attributes = new ArrayList<>();
        List<KeySchemaElement> schema = new ArrayList<>();
        for (String key : keys) {
            attributes.add(AttributeDefinition.builder()
                    .attributeName(key)
                    .attributeType(ScalarAttributeType.S)
                    .build());
            schema.add(KeySchemaElement.builder()
                    .attributeName(key)
                    .keyType(schema.isEmpty() ? KeyType.HASH : KeyType.RANGE)
                    .build());
        }
        try {
            client.createTable(create -> create.tableName(table)
                    .attributeDefinitions(attributes)
                    .keySchema(schema)
                    .billingMode(BillingMode.PAY_PER_REQUEST));
        } catch (ResourceInUseException e) {
            return;
        }
        client.waiter().waitUntilTableExists(describe -> describe.tableName(table));
    }

    /** Puts all of {@code counts} and deletes all other items. */
    private void write(Map<StoreSku, Long> counts) {
        List<WriteRequest> writes = new ArrayList<>();
        Set<Map<String, AttributeValue>> kept = new HashSet<>();
        counts.forEach((unit, count) -> {
            kept.add(key(unit));
            Map<String, AttributeValue> item = Map.of(
                    "store_id", AttributeValue.fromS(unit.store()),
                    "sku_id", AttributeValue.fromS(unit.sku()),
                    "quantity", AttributeValue.fromN(count.toString()));
            writes.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
        });
        client
                .scanPaginator(scan -> scan.tableName(COUNTS)
                        .projectionExpression("store_id, sku_id")
                        .consistentRead(true))
                .items()
                .stream()
                .filter(key -> !kept.contains(key))
                .forEach(key -> writes.add(WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(key))
                        .build()));
        for (int start = 0; start < writes.size(); start += BATCH) {
            Map<String, List<WriteRequest>> left =
                    Map.of(COUNTS, writes.subList(start, Math.min(start + BATCH, writes.size())));
            while (!left.isEmpty()) {
                Map<String, List<WriteRequest>> batch = left;
                BatchWriteItemResponse response = client.batchWriteItem(write -> write.requestItems(batch));
                left = response.unprocessedItems();
            }
        }
    }

    private static Map<String, AttributeValue> key(StoreSku unit) {
        return Map.of("store_id", AttributeValue.fromS(unit.store()), "sku_id", AttributeValue.fromS(unit.sku()));
    }

    private static Map<String, AttributeValue> placeItem(Offsets place) {
        return Map.of("view", AttributeValue.fromS(COUNTS), "next_offsets", AttributeValue.fromS(place.toString()));
    }

    private static <T extends @Nullable Object> T ask(Supplier<T> question) throws IOException {
        try {
            return question.get();
        } catch (SdkException e) {
            throw new IOException("DynamoDB does not answer: " + e.getMessage(), e);
        }
    }
}
