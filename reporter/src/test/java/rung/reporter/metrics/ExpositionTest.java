package rung.reporter.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page in pieces, and by lines of our own, is the page that the library writes at once, to the byte. */
class ExpositionTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static MetricSnapshots metrics(int count) {
        List<MetricSnapshot> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(
                    i % 3 == 0
                            ? CounterSnapshot.builder()
                                    .name("sales_" + i)
                                    .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                                            .value(i)
                                            .labels(Labels.of("note", "# EOF\n"))
                                            .build())
                                    .build()
                            : GaugeSnapshot.builder()
                                    .name("age_" + i)
                                    .help("# EOF")
                                    .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                            .value(Double.NaN)
                                            .build())
                                    .build());
        }
        return new MetricSnapshots(all);
    }

    /** Every metric of the catalogue, with labels that break lines, and with numbers of all sizes. */
    private static MetricSnapshots catalogue() {
        Snapshots all = new Snapshots(NOON);
        List<String> names = List.of("sales", "a\"b\\c\nd\re,f}", "Käse 🧀", "", "\\n", "\t");
        double[] values = {
            0,
            -0.0,
            1,
            0.1,
            1e-7,
            123_456_789_012L,
            1e21,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY
        };
        int told = 0;
        for (Metric metric : Metric.values()) {
            for (int i = 0; i < (metric.labels().isEmpty() ? 1 : names.size()); i++) {
                String name = names.get(i);
                String[] labels = metric.labels().stream()
                        .map(label -> label.equals("bound") ? "upper" : name)
                        .toArray(String[]::new);
                double value = values[Math.floorMod(told++, values.length)];
                switch (metric.kind()) {
                    case GAUGE -> all.gauge(metric, value, labels);
                    case COUNTER -> all.counter(metric, Double.isNaN(value) ? 7 : Math.abs(value), labels);
                    case INFO -> all.info(metric, labels);
                    case HISTOGRAM -> {
                        DurationHistogram counts = new DurationHistogram(
                                Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofDays(1));
                        Examples examples = new Examples("run", name, counts.buckets());
                        for (int seen = 0; seen < 4 * i; seen++) {
                            Duration staleness = Duration.ofMillis(130L * seen * seen);
                            examples.take(counts.add(staleness), seen, staleness, NOON.plusMillis(1 + seen * 13L));
                        }
                        all.histogram(metric, counts.counted(), examples.all(), labels);
                    }
                }
            }
        }
        return all.all();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/openmetrics-text; version=1.0.0",
                "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"
            })
    void pageIsWhatTheLibraryWrites(String accept) throws IOException {
        ExpositionFormatWriter writer = ExpositionFormats.init().findWriter(accept);
        MetricSnapshots catalogue = catalogue();
        assertThat(catalogue.size()).isEqualTo(Metric.values().length);
        for (MetricSnapshots all : List.of(metrics(0), metrics(1), metrics(40), catalogue)) {
            ByteArrayOutputStream library = new ByteArrayOutputStream();
            writer.write(library, all);

            byte[] page = Exposition.of(writer, all);

            assertThat(new String(page, UTF_8)).isEqualTo(library.toString(UTF_8));
            assertThat(page).isEqualTo(library.toByteArray());
        }
    }
}
