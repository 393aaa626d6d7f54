package rung.cli.reference;

import java.io.IOException;
import java.util.List;
import rung.testbed.MicrobatchPipeline;
import rung.testbed.TestbedSettings;

/** Kafka → a batch every 90 s, merged by a compactor that gives way to queries: the pile-up of the 47 minutes. */
final class MicrobatchReference implements Reference {
    private static final int SURGE_QUERIES = 120;

    /** The probe reads some 20 times a second; the back office's queries must be what makes it busy. */
    private static final int BUSY_QUERIES = 60;

    @Override
    public String name() {
        return "microbatch";
    }

    @Override
    public String summary() {
        return "Kafka → a batch every 90 s → Iceberg, merged unless there are queries → an API";
    }

    @Override
    public Open open(Site site) throws IOException {
        TestbedSettings standard = TestbedSettings.standard();
        MicrobatchPipeline pipeline = MicrobatchPipeline.start(
                site.testbed().bootstrap(),
                site.testbed().catalog(),
                site.stock(),
                new TestbedSettings(
                        standard.commitEvery(),
                        standard.firstBatchAfter(),
                        standard.batchEvery(),
                        standard.surgeAfter(),
                        SURGE_QUERIES,
                        BUSY_QUERIES,
                        standard.transactionsPerHour(),
                        standard.seed()));
        pipeline.openTills(standard.transactionsPerHour(), standard.seed());
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
                        PlanText.pagePerStore(pipeline.uri(), "microbatch"));
        return new Open(yaml, List.of(pipeline));
    }
}
