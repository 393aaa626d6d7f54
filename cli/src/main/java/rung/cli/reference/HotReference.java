package rung.cli.reference;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import rung.testbed.HotPipeline;

/** Views of hot SKUs in Redis and in DynamoDB, to which every event of the topic is applied, with Iceberg as the truth. */
final class HotReference implements Reference {
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(10);
    private static final int SALES_PER_HOUR = 10_000;

    @Override
    public String name() {
        return "hot";
    }

    @Override
    public String summary() {
        return "Kafka → Iceberg as the truth, with views in Redis and DynamoDB fed by events → an API";
    }

    @Override
    public Open open(Site site) throws IOException {
        HotPipeline pipeline = HotPipeline.start(
                site.folder(),
                site.testbed().bootstrap(),
                site.testbed().catalog(),
                site.stock(),
                COMMIT_EVERY,
                site.progress());
        pipeline.openTills(SALES_PER_HOUR, 1);
        String dynamoDb = "dynamodb: {endpoint: \"" + pipeline.dynamoDb()
                + "\", region: eu-central-1, credentials: {access-key: demo, secret-key: demo}, table: inventory,"
                + " key: {store_id: \"{store}\", sku_id: \"{sku}\"}, count: quantity}";
        String yaml = """
                promise: {tier: 4, at: api}
                %s
                %s
                stages:
                  - redis:    {redis: {uri: "%s"}, poll: 250ms}
                  - dynamodb: {%s, poll: 250ms}
                  - api:      {%s, poll: 250ms}
                  - table:    {iceberg: {%s, table: %s}, poll: 250ms}
                canary: {every: 1s}
                """.formatted(
                        PlanText.keys(),
                        PlanText.kafka(site.testbed().bootstrap(), pipeline.topic()),
                        pipeline.redis(),
                        dynamoDb,
                        PlanText.pagePerKey(pipeline.uri(), "hot"),
                        PlanText.catalog(site.testbed()),
                        pipeline.table());
        return new Open(yaml, List.of(pipeline));
    }
}
