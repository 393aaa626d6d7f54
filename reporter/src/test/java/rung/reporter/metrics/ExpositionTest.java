package rung.reporter.metrics;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page in pieces is the page that the library writes at once, to the byte. */
class ExpositionTest {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/openmetrics-text; version=1.0.0",
                "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"
            })
    void piecesAreTheWhole(String accept) throws IOException {
        ExpositionFormatWriter writer = ExpositionFormats.init().findWriter(accept);
        for (int count : new int[] {0, 1, 40}) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            writer.write(whole, metrics(count));

            assertThat(Exposition.of(writer, metrics(count))).isEqualTo(whole.toByteArray());
        }
    }
}
