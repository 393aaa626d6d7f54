package rung.reporter.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the catalogue's gauges, counters and histograms, byte for byte as the library writes them without settings.
 * The library locks a buffer for each name, comma and quote, and checks each name anew, which was half of a scrape.
 * Sources: the <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format 0.0.4</a> and <a
 * href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0</a>.
 */
final class TextLines {
    /** Digits of a moment's fraction of a second. */
    private static final int MILLIS = 3;

    private static final Set<String> CATALOGUE =
            Arrays.stream(Metric.values()).map(Metric::title).collect(Collectors.toUnmodifiableSet());

    private final StringBuilder page = new StringBuilder();
    private final boolean isOpenMetrics;

    private TextLines(boolean isOpenMetrics) {
        this.isOpenMetrics = isOpenMetrics;
    }

    /**
     * Writes a metric of the catalogue.
     *
     * @param isOpenMetrics whether it is written as OpenMetrics, else as text 0.0.4
     * @return its lines in UTF-8; absent when it is not of the catalogue, or an info: the library may write it
     */
    static Optional<byte[]> of(MetricSnapshot metric, boolean isOpenMetrics) {
        TextLines lines = new TextLines(isOpenMetrics);
        MetricMetadata about = metric.getMetadata();
        String name = about.getPrometheusName();
        String total = name + "_total";
        if (metric instanceof GaugeSnapshot gauge && CATALOGUE.contains(name)) {
            lines.head(name, "gauge", about);
            gauge.getDataPoints().forEach(point -> lines.sample(name, point.getLabels(), number(point.getValue())));
        } else if (metric instanceof CounterSnapshot counter && CATALOGUE.contains(total)) {
            lines.head(isOpenMetrics ? name : total, "counter", about);
            counter.getDataPoints().forEach(point -> lines.sample(total, point.getLabels(), number(point.getValue())));
        } else if (metric instanceof HistogramSnapshot histogram && CATALOGUE.contains(name)) {
            lines.head(name, "histogram", about);
            histogram.getDataPoints().forEach(point -> lines.histogram(name, point));
        } else {
            return Optional.empty();
        }
        return Optional.of(lines.page.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void head(String name, String type, MetricMetadata about) {
        if (isOpenMetrics) {
            comment("TYPE", name, type);
            if (about.getUnit() != null) {
                comment("UNIT", name, about.getUnit().toString());
            }
            comment("HELP", name, about.getHelp());
        } else {
            comment("HELP", name, about.getHelp());
            comment("TYPE", name, type);
        }
    }

    private void comment(String kind, String name, @Nullable String text) {
        page.append("# ")
                .append(kind)
                .append(' ')
                .append(name)
                .append(' ')
                .append(text)
                .append('\n');
    }

    private void sample(String name, Labels labels, String value) {
        series(name, labels, null);
        page.append(' ').append(value).append('\n');
    }

    private void histogram(String name, HistogramDataPointSnapshot point) {
        ClassicHistogramBuckets buckets = point.getClassicBuckets();
        double above = Double.NEGATIVE_INFINITY;
        long sum = 0;
        for (int i = 0; i < buckets.size(); i++) {
            double bound = buckets.getUpperBound(i);
            sum += buckets.getCount(i);
            series(name + "_bucket", point.getLabels(), number(bound));
            page.append(' ').append(sum);
            Exemplar example = isOpenMetrics ? point.getExemplars().get(above, bound) : null;
            if (example != null) {
                series(" # ", example.getLabels(), null);
                page.append(' ').append(number(example.getValue())).append(' ');
                page.append(BigDecimal.valueOf(example.getTimestampMillis(), MILLIS));
            }
            page.append('\n');
            above = bound;
        }
        sample(name + "_count", point.getLabels(), Long.toString(point.getCount()));
        sample(name + "_sum", point.getLabels(), number(point.getSum()));
    }

    private void series(String name, Labels labels, @Nullable String le) {
        page.append(name);
        char before = '{';
        for (int i = 0; i < labels.size(); i++) {
            label(before, labels.getName(i), labels.getValue(i));
            before = ',';
        }
        if (le != null) {
            label(before, "le", le);
            before = ',';
        }
        if (before == ',') {
            page.append('}');
        }
    }

    private void label(char before, String name, String value) {
        page.append(before).append(name).append("=\"").append(escaped(value)).append('"');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        return Double.isInfinite(value) ? value > 0 ? "+Inf" : "-Inf" : Double.toString(value);
    }
}
