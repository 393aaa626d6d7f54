package rung.reporter.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Metrics in one of the formats of Prometheus. Each metric is written on its own, on as many processors as there are, and
 * put in its place: every format is a sequence of metrics.
 */
final class Exposition {
    /** Ends a page of OpenMetrics, and no other. */
    private static final byte[] END = "# EOF\n".getBytes(StandardCharsets.UTF_8);

    private Exposition() {}

    static byte[] of(ExpositionFormatWriter writer, MetricSnapshots all) {
        if (all.size() == 0) {
            return written(writer, all);
        }
        List<byte[]> parts = all.stream().toList().parallelStream()
                .map(one -> lines(writer, one).orElseGet(() -> written(writer, MetricSnapshots.of(one))))
                .toList();
        ByteArrayOutputStream page = new ByteArrayOutputStream(
                parts.stream().mapToInt(part -> part.length).sum() + END.length);
        for (byte[] part : parts) {
            boolean isEnd = endsPage(part);
            page.write(part, 0, part.length - (isEnd ? END.length : 0));
        }
        if (writer instanceof OpenMetricsTextFormatWriter) {
            page.writeBytes(END);
        }
        return page.toByteArray();
    }

    private static Optional<byte[]> lines(ExpositionFormatWriter writer, MetricSnapshot one) {
        boolean isOpenMetrics = writer instanceof OpenMetricsTextFormatWriter;
        boolean isText = isOpenMetrics || writer instanceof PrometheusTextFormatWriter;
        return isText ? TextLines.of(one, isOpenMetrics) : Optional.empty();
    }

    private static boolean endsPage(byte[] part) {
        int from = part.length - END.length;
        return from >= 0 && Arrays.equals(part, from, part.length, END, 0, END.length);
    }

    private static byte[] written(ExpositionFormatWriter writer, MetricSnapshots some) {
        try {
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            writer.write(part, some);
            return part.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
