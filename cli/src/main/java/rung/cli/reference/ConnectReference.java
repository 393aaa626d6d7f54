package rung.cli.reference;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import rung.testbed.ConnectPipeline;

/** PostgreSQL → Debezium → Kafka → Apache's Iceberg sink, which only appends: the count is a sum. */
final class ConnectReference implements Reference {
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(10);
    private static final int SALES_PER_HOUR = 10_000;

    @Override
    public String name() {
        return "connect";
    }

    @Override
    public String summary() {
        return "PostgreSQL → Debezium → Kafka → Iceberg sink of Kafka Connect, an append log → an API";
    }

    @Override
    public Open open(Site site) throws IOException {
        ConnectPipeline pipeline = ConnectPipeline.start(
                site.folder(),
                site.testbed().bootstrap(),
                site.testbed().catalog(),
                site.stock(),
                COMMIT_EVERY,
                site.progress());
        try {
            pipeline.openTills(SALES_PER_HOUR, 1);
        } catch (IOException e) {
            pipeline.close();
            throw e;
        }
        String yaml = """
                promise: {tier: 3, at: api}
                %s
                %s
                stages:
                  - table: {iceberg: {%s, table: %s, model: log, transaction: transaction_id}, poll: 500ms}
                  - api:   {%s, poll: 500ms}
                canary: {every: 1s}
                """.formatted(
                        PlanText.keys(),
                        PlanText.posDatabase(pipeline.jdbcUrl(), pipeline.user(), pipeline.password()),
                        PlanText.catalog(site.testbed()),
                        pipeline.table(),
                        PlanText.pagePerStore(pipeline.uri(), "connect"));
        return new Open(yaml, List.of(pipeline));
    }
}
