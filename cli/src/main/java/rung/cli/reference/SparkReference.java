package rung.cli.reference;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import rung.testbed.SparkPipeline;

/** Kafka → Spark Structured Streaming → Iceberg, by a MERGE for each micro-batch. */
final class SparkReference implements Reference {
    private static final Duration TRIGGER = Duration.ofSeconds(10);
    private static final int SALES_PER_HOUR = 10_000;

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public String summary() {
        return "Kafka → Spark Structured Streaming, MERGE → Iceberg → an API";
    }

    @Override
    public Open open(Site site) throws IOException {
        SparkPipeline pipeline = SparkPipeline.start(
                site.folder(),
                site.testbed().bootstrap(),
                site.testbed().catalog(),
                site.stock(),
                TRIGGER,
                site.progress());
        pipeline.openTills(SALES_PER_HOUR, 1);
        String yaml = """
                promise: {tier: 3, at: api}
                %s
                %s
                stages:
                  - table: {iceberg: {%s, table: %s}, poll: 500ms}
                  - api:   {%s, poll: 500ms}
                canary: {every: 1s}
                """.formatted(
                        PlanText.keys(),
                        PlanText.kafka(site.testbed().bootstrap(), pipeline.topic()),
                        PlanText.catalog(site.testbed()),
                        pipeline.table(),
                        PlanText.pagePerStore(pipeline.uri(), "spark"));
        return new Open(yaml, List.of(pipeline));
    }
}
