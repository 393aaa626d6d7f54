package rung.reporter.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the series of a scrape by metric; what is no metric of the catalogue cannot be said. */
final class Snapshots {
    private static final double SMALLEST = 5e-4;

    private final long createdMillis;
    private final Map<Metric, List<GaugeDataPointSnapshot>> gauges = new EnumMap<>(Metric.class);
    private final Map<Metric, List<CounterDataPointSnapshot>> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, List<HistogramDataPointSnapshot>> histograms = new EnumMap<>(Metric.class);
    private final Map<Metric, List<InfoDataPointSnapshot>> infos = new EnumMap<>(Metric.class);
    private final Map<Metric, List<String>> names = new EnumMap<>(Metric.class);
    private final Map<String, Map<String, Labels>> checked = new HashMap<>();

    /** @param created since when counters count */
    Snapshots(Instant created) {
        this.createdMillis = created.toEpochMilli();
    }

    void gauge(Metric metric, double value, String... labels) {
        of(gauges, metric).add(new GaugeDataPointSnapshot(value, labels(metric, labels), null));
    }

    void gauge(Metric metric, long value, String... labels) {
        gauge(metric, (double) value, labels);
    }

    void counter(Metric metric, long value, String... labels) {
        counter(metric, (double) value, labels);
    }

    void counter(Metric metric, double value, String... labels) {
        of(counters, metric).add(new CounterDataPointSnapshot(value, labels(metric, labels), null, createdMillis));
    }

    void info(Metric metric, String... labels) {
        of(infos, metric).add(new InfoDataPointSnapshot(labels(metric, labels)));
    }

    void histogram(Metric metric, DurationHistogram.Counted counted, List<Exemplar> examples, String... labels) {
        of(histograms, metric)
                .add(new HistogramDataPointSnapshot(
                        ClassicHistogramBuckets.of(counted.bounds, counted.counts),
                        DurationHistogram.SCHEMA,
                        counted.zeros,
                        SMALLEST,
                        NativeHistogramBuckets.of(counted.indices, counted.nativeCounts),
                        NativeHistogramBuckets.EMPTY,
                        counted.sum,
                        labels(metric, labels),
                        Exemplars.of(examples),
                        createdMillis));
    }

    private static <T> List<T> of(Map<Metric, List<T>> series, Metric metric) {
        return series.computeIfAbsent(metric, key -> new ArrayList<>());
    }

    /** Each label is checked by the library once in a scrape, not in each of the series that has it. */
    private Labels labels(Metric metric, String... values) {
        List<String> names = this.names.computeIfAbsent(metric, Metric::labels);
        if (values.length != names.size()) {
            throw new IllegalArgumentException(metric + " has the labels " + names + ", not " + values.length);
        }
        Labels all = Labels.EMPTY;
        for (int i = 0; i < values.length; i++) {
            String name = names.get(i);
            all = all.merge(checked.computeIfAbsent(name, key -> new HashMap<>())
                    .computeIfAbsent(values[i], value -> Labels.of(name, value)));
        }
        return all;
    }

    /** The library sorts the series of each metric and looks for twins: on as many processors as there are. */
    MetricSnapshots all() {
        List<Supplier<MetricSnapshot>> all = new ArrayList<>();
        gauges.forEach((metric, series) -> all.add(() -> new GaugeSnapshot(metadata(metric), series)));
        counters.forEach((metric, series) -> all.add(() -> new CounterSnapshot(metadata(metric), series)));
        histograms.forEach((metric, series) -> all.add(() -> new HistogramSnapshot(metadata(metric), series)));
        infos.forEach((metric, series) -> all.add(() -> new InfoSnapshot(metadata(metric), series)));
        return new MetricSnapshots(all.parallelStream().map(Supplier::get).toList());
    }

    private static MetricMetadata metadata(Metric metric) {
        return new MetricMetadata(metric.title().replaceFirst("_(total|info)$", ""), metric.meaning(), unit(metric));
    }

    private static @Nullable Unit unit(Metric metric) {
        return metric.unit().isEmpty() ? null : new Unit(metric.unit());
    }
}
