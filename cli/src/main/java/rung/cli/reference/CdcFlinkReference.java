package rung.cli.reference;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.testbed.CdcFlinkPipeline;
import rung.testbed.TrinoServer;

/** PostgreSQL → Debezium → Kafka → Flink → Iceberg, read by Trino where there is a Java for it, and by an API. */
final class CdcFlinkReference implements Reference {
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(5);
    private static final int SALES_PER_HOUR = 10_000;

    @Override
    public String name() {
        return "cdc-flink";
    }

    @Override
    public String summary() {
        return "PostgreSQL → Debezium → Kafka → Flink → Iceberg → Trino and an API";
    }

    @Override
    public Open open(Site site) throws IOException {
        CdcFlinkPipeline pipeline = CdcFlinkPipeline.start(
                site.folder(),
                site.testbed().bootstrap(),
                site.testbed().catalog(),
                site.stock(),
                COMMIT_EVERY,
                site.progress());
        List<AutoCloseable> parts = new ArrayList<>(List.of(pipeline));
        try {
            Optional<TrinoServer> trino = trino(site);
            trino.ifPresent(parts::add);
            pipeline.openTills(SALES_PER_HOUR, 1);
            return new Open(yaml(site, pipeline, trino), parts);
        } catch (IOException | RuntimeException e) {
            new Open("", parts).close();
            throw e;
        }
    }

    private static Optional<TrinoServer> trino(Site site) throws IOException {
        Optional<Path> java = TrinoServer.java25();
        if (java.isEmpty()) {
            site.progress()
                    .accept(
                            "Trino is left out: it needs Java 25; install one beside this Java, or name one in RUNG_JAVA25");
            return Optional.empty();
        }
        return Optional.of(TrinoServer.start(
                site.folder().resolve("trino"), site.testbed().catalog().uri(), site.progress()));
    }

    private static String yaml(Site site, CdcFlinkPipeline pipeline, Optional<TrinoServer> trino) {
        List<String> lines = new ArrayList<>();
        lines.add("promise: {tier: 3, at: api}");
        lines.add(PlanText.keys());
        lines.add(PlanText.posDatabase(pipeline.jdbcUrl(), pipeline.user(), pipeline.password()));
        lines.add("stages:");
        lines.add("  - table: {iceberg: {" + PlanText.catalog(site.testbed()) + ", table: " + pipeline.table()
                + "}, poll: 500ms}");
        trino.ifPresent(server -> lines.add("  - trino: {trino: {url: \"" + server.jdbcUrl() + "\", table: "
                + pipeline.table() + ", properties: {user: rung}}, poll: 2s}"));
        lines.add("  - api:   {" + PlanText.pagePerStore(pipeline.uri(), "cdc-flink") + ", poll: 500ms}");
        lines.add("canary: {every: 1s}");
        return String.join("\n", lines) + "\n";
    }
}
