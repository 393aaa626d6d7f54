package rung.reporter.metrics;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.log.LogReader;
import rung.core.time.Timeline;
import rung.reporter.board.Watch;
import rung.reporter.trace.SaleTracer;

/**
 * The page that Prometheus reads. Counts what the log tells, from the run's begin, in a thread of its own, each second what
 * is new; until the past is counted the page answers 503, so that no counter begins at a number that it had passed before.
 */
public final class Metrics implements AutoCloseable {
    /** A probe gives a sign of life each second; after so long pages say that it is silent, too. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
    private static final Duration BEAT = Duration.ofSeconds(1);

    /** A log is opened again now and then: a probe that was started anew begins another run in it. */
    private static final Duration OPEN_FOR = Duration.ofMinutes(1);

    private static final int REST = 4;

    private final Timeline timeline;
    private final Watch.Opening opening;
    private final Watch watch;
    private final double speed;
    private final String version;
    private final Optional<URI> collector;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final Thread thread;
    private volatile RunMeter.@Nullable Counted counted;
    private volatile boolean closed;

    private Metrics(
            Timeline timeline,
            Watch.Opening opening,
            Watch watch,
            double speed,
            String version,
            Optional<URI> collector) {
        this.timeline = timeline;
        this.opening = opening;
        this.watch = watch;
        this.speed = speed;
        this.version = version;
        this.collector = collector;
        this.thread = new Thread(this::count, "metrics");
        thread.setDaemon(true);
    }

    /**
     * Begins to count.
     *
     * @param timeline by which beats are counted
     * @param opening of the log
     * @param watch that concludes from it
     * @param speed seconds that pass in the log in one of the reader's: 1 but in a time-lapse
     * @param version of the software that serves
     * @param collector where each sale is sent as a trace once all stages show it, by OTLP over HTTP; absent when none is
     */
    public static Metrics start(
            Timeline timeline,
            Watch.Opening opening,
            Watch watch,
            double speed,
            String version,
            Optional<URI> collector) {
        Metrics metrics = new Metrics(timeline, opening, watch, speed, version, collector);
        metrics.bind();
        metrics.thread.start();
        return metrics;
    }

    private void bind() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        garbage.bindTo(registry);
        registry.getPrometheusRegistry().register(this::collect);
    }

    /** Adds the page to a server. */
    public void addTo(JavalinConfig config) {
        config.routes.get("/metrics", this::serve);
    }

    /** Whether the past is counted. */
    public boolean isReady() {
        return counted != null;
    }

    private void serve(Context context) throws IOException {
        if (!isReady()) {
            context.status(HttpStatus.SERVICE_UNAVAILABLE);
            context.header("Retry-After", "1");
            context.contentType("text/plain; charset=utf-8");
            context.result("the log is still being counted\n");
            return;
        }
        ExpositionFormatWriter writer = formats.findWriter(context.header("Accept"));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writer.write(body, registry.getPrometheusRegistry().scrape());
        context.header("Cache-Control", "no-cache");
        context.contentType(writer.getContentType());
        context.result(body.toByteArray());
    }

    private MetricSnapshots collect() {
        RunMeter.Counted current = counted;
        return current == null ? MetricSnapshots.of() : scrape(current).snapshots(version);
    }

    private Scrape scrape(RunMeter.Counted current) {
        Instant now = speed == 1 ? timeline.now() : current.until();
        boolean isSilent = Duration.between(current.until(), now).compareTo(SILENCE) > 0;
        return new Scrape(current, watch.board().report(), watch.cost(), now, isSilent);
    }

    /** Counts each second, or after a rest of four times as long as it took. */
    private void count() {
        @Nullable LogReader facts = null;
        @Nullable RunMeter meter = null;
        @Nullable SaleTracer tracer = null;
        Instant opened = timeline.now();
        try {
            while (!closed) {
                Instant began = timeline.now();
                try {
                    if (facts != null && Duration.between(opened, began).compareTo(OPEN_FOR) > 0) {
                        facts.close();
                        facts = null;
                    }
                    if (facts == null) {
                        facts = opening.open();
                        opened = began;
                    }
                    if (meter == null || !meter.isOf(facts)) {
                        meter = new RunMeter(facts.run(), watch.ladder());
                        close(tracer);
                        String run = facts.run().id();
                        tracer = collector
                                .map(endpoint -> SaleTracer.to(run, endpoint, version))
                                .orElse(null);
                    }
                    counted = meter.take(facts);
                    if (tracer != null) {
                        meter.arrivals(facts, tracer::send);
                    }
                } catch (IOException | UncheckedIOException | IllegalStateException e) {
                    LOG.warn("the log cannot be read; counters stand still: {}", e.getMessage());
                    if (facts != null) {
                        facts.close();
                        facts = null;
                    }
                    meter = null; // it may have taken a part of what there is
                }
                Instant due = began.plus(BEAT);
                Instant rested = timeline.now()
                        .plus(Duration.between(began, timeline.now()).multipliedBy(REST));
                timeline.sleepUntil(due.isAfter(rested) ? due : rested);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(tracer);
            if (facts != null) {
                facts.close();
            }
        }
    }

    private static void close(@Nullable SaleTracer tracer) {
        if (tracer != null) {
            tracer.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        garbage.close();
        registry.close();
    }
}
