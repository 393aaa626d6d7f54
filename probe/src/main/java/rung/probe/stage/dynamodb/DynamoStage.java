package rung.probe.stage.dynamodb;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.Timeline;
import rung.probe.stage.Answer;
import rung.probe.stage.Stage;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/**
 * Counts in items of a table. Each batch of keys is a reading of its own, with the times of its own requests; once a batch
 * fails, the rest of the look is a gap for the same reason.
 */
final class DynamoStage implements Stage {
    private static final Logger log = LoggerFactory.getLogger(DynamoStage.class);
    private static final int MOST_IN_A_BATCH = 100;

    private final Timeline timeline;
    private final DynamoSettings settings;
    private final Items items;
    private final Refusal refusal;
    private @Nullable DynamoDbClient client;
    private double units;
    private long looks;

    DynamoStage(Timeline timeline, DynamoSettings settings) {
        this.timeline = timeline;
        this.settings = settings;
        this.items = new Items(settings);
        this.refusal = new Refusal(settings);
    }

    @Override
    public List<Reading> read(Set<StockKey> keys) throws InterruptedException {
        Instant deadline = timeline.now().plus(settings.timeout());
        Map<Map<String, AttributeValue>, Set<StockKey>> unread = new LinkedHashMap<>(items.byItem(keys));
        List<Reading> readings = new ArrayList<>();
        while (!unread.isEmpty()) {
            Map<Map<String, AttributeValue>, Set<StockKey>> batch = new LinkedHashMap<>();
            unread.entrySet().stream()
                    .limit(MOST_IN_A_BATCH)
                    .forEach(item -> batch.put(item.getKey(), item.getValue()));
            Instant askedAt = timeline.now();
            try {
                if (!askedAt.isBefore(deadline)) {
                    readings.add(gap(askedAt, unread, Fault.TIMEOUT, refusal.late()));
                    break;
                }
                readings.addAll(look(batch, askedAt, deadline));
            } catch (AbortedException e) {
                Thread.interrupted(); // the exception says it
                throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
            } catch (SdkException e) {
                if (Thread.interrupted()) {
                    throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
                }
                boolean late =
                        e instanceof ApiCallTimeoutException || Refusal.hasCause(e, SocketTimeoutException.class);
                readings.add(gap(
                        askedAt,
                        unread,
                        late ? Fault.TIMEOUT : Refusal.fault(e),
                        late ? refusal.late() : refusal.reason(e)));
                break;
            }
            unread.keySet().removeAll(batch.keySet());
        }
        looks++;
        return readings;
    }

    private List<Reading> look(
            Map<Map<String, AttributeValue>, Set<StockKey>> batch, Instant askedAt, Instant deadline) {
        Answer answer = new Answer();
        Map<Map<String, AttributeValue>, Set<StockKey>> open = new LinkedHashMap<>(batch);
        List<Map<String, AttributeValue>> unprocessed = ask(List.copyOf(batch.keySet()), open, answer);
        if (!unprocessed.isEmpty() && timeline.now().isBefore(deadline)) {
            unprocessed = ask(unprocessed, open, answer);
        }
        for (Map<String, AttributeValue> primaryKey : unprocessed) {
            Optional.ofNullable(open.remove(primaryKey))
                    .ifPresent(left ->
                            left.forEach(position -> answer.bad(position, Fault.OVERLOADED, refusal.unprocessed())));
        }
        open.values().forEach(left -> left.forEach(answer::absent));
        return answer.readings(askedAt, timeline.now(), Cycle.unknown());
    }

    /** Takes what is answered out of {@code open}; returns the keys that the table did not get round to. */
    private List<Map<String, AttributeValue>> ask(
            List<Map<String, AttributeValue>> primaryKeys,
            Map<Map<String, AttributeValue>, Set<StockKey>> open,
            Answer answer) {
        BatchGetItemResponse response = client().batchGetItem(
                        request -> request.requestItems(Map.of(settings.table(), items.request(primaryKeys)))
                                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
        boolean isOfTheTable = response.responses().containsKey(settings.table())
                || response.unprocessedKeys().containsKey(settings.table());
        if (!response.hasResponses() || !isOfTheTable) {
            throw SdkClientException.create("its answer broke off, or is not DynamoDB's");
        }
        response.consumedCapacity()
                .forEach(consumed ->
                        units += Optional.ofNullable(consumed.capacityUnits()).orElse(0.0));
        for (Map<String, AttributeValue> item : response.responses().getOrDefault(settings.table(), List.of())) {
            Optional.ofNullable(open.remove(items.primaryKey(item)))
                    .ifPresent(positions -> positions.forEach(position -> items.read(position, item, answer)));
        }
        return Optional.ofNullable(response.unprocessedKeys().get(settings.table()))
                .map(KeysAndAttributes::keys)
                .orElse(List.of());
    }

    private Reading gap(
            Instant askedAt, Map<Map<String, AttributeValue>, Set<StockKey>> unread, Fault fault, String reason) {
        Set<StockKey> keys = new LinkedHashSet<>();
        unread.values().forEach(keys::addAll);
        return new Reading.Gap(askedAt, timeline.now(), keys, fault, reason);
    }

    /** A refused or torn request is not sent again within a look: the next look is the retry. */
    private DynamoDbClient client() {
        DynamoDbClient open = client;
        if (open == null) {
            Duration timeout = settings.timeout();
            DynamoDbClientBuilder builder = DynamoDbClient.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder()
                            .connectionTimeout(timeout)
                            .socketTimeout(timeout))
                    .overrideConfiguration(configuration -> configuration
                            .retryStrategy(AwsRetryStrategy.doNotRetry())
                            .apiCallTimeout(timeout));
            settings.region().map(Region::of).ifPresent(builder::region);
            settings.endpoint().ifPresent(endpoint -> {
                builder.endpointOverride(endpoint);
                if (settings.region().isEmpty()) {
                    builder.region(Region.US_EAST_1); // signs requests, and means nothing to an endpoint of one's own
                }
            });
            settings.login()
                    .map(DynamoStage::credentials)
                    .ifPresent(
                            credentials -> builder.credentialsProvider(StaticCredentialsProvider.create(credentials)));
            open = builder.build();
            client = open;
        }
        return open;
    }

    private static AwsCredentials credentials(Login login) {
        return login.sessionToken()
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(login.accessKey(), login.secretKey(), token))
                .orElseGet(() -> AwsBasicCredentials.create(login.accessKey(), login.secretKey()));
    }

    /** Read capacity units that the table says it has spent on this stage so far; 0 where it does not say. */
    double unitsSpent() {
        return units;
    }

    @Override
    public int keysPerLook() {
        return settings.budget();
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
            if (looks > 0) {
                log.info("{}: {} read capacity units in {} looks", settings.address(), units, looks);
            }
        }
    }
}
