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
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rung.core.log.LogReader;
import rung.core.time.Timeline;
import rung.reporter.board.Follower;
import rung.reporter.board.Watch;
import rung.reporter.trace.SaleTracer;

/**
 * The page that Prometheus reads. Counts what the log tells, from the run's begin, in a thread of its own, each second what
 * is new; until the past is counted the page answers 503, so that no counter begins at a number that it had passed before.
 */
public final class Metrics implements AutoCloseable {
    /** A probe gives a sign of life each second; after so long pages say that it is silent, too. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Timeline timeline;
    private final Follower.Opening opening;
    private final Watch watch;
    private final double speed;
    private final String version;
    private final Optional<URI> collector;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    /** Without the library's own settings, which {@link TextLines} does not know. */
    private final ExpositionFormats formats =
            ExpositionFormats.init(PrometheusProperties.builder().build());

    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private @Nullable Follower follower;
    private volatile RunMeter.@Nullable Counted counted;

    private Metrics(
            Timeline timeline,
            Follower.Opening opening,
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
            Follower.Opening opening,
            Watch watch,
            double speed,
            String version,
            Optional<URI> collector) {
        Metrics metrics = new Metrics(timeline, opening, watch, speed, version, collector);
        metrics.bind();
        metrics.follower = Follower.start("metrics", timeline, metrics.opening, metrics.new Counting());
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

    private void serve(Context context) {
        if (!isReady()) {
            context.status(HttpStatus.SERVICE_UNAVAILABLE);
            context.header("Retry-After", "1");
            context.contentType("text/plain; charset=utf-8");
            context.result("the log is still being counted\n");
            return;
        }
        ExpositionFormatWriter writer = formats.findWriter(context.header("Accept"));
        byte[] page = Exposition.of(writer, registry.getPrometheusRegistry().scrape());
        context.header("Cache-Control", "no-cache");
        context.contentType(writer.getContentType());
        context.result(page);
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

    /** Counts what is new at each look; after one that failed, the run from its begin. */
    private final class Counting implements Follower.Work {
        private @Nullable RunMeter meter;
        private @Nullable SaleTracer tracer;

        @Override
        public void look(LogReader facts) {
            RunMeter current = meter;
            if (current == null || !current.isOf(facts)) {
                current = new RunMeter(facts.run(), watch.ladder());
                meter = current;
                end();
                String run = facts.run().id();
                tracer = collector
                        .map(endpoint -> SaleTracer.to(run, endpoint, version))
                        .orElse(null);
            }
            counted = current.take(facts);
            SaleTracer sending = tracer;
            if (sending != null) {
                current.arrivals(facts, sending::send);
            }
        }

        @Override
        public void lost() {
            meter = null; // it may have taken a part of what there is
        }

        @Override
        public void end() {
            SaleTracer sending = tracer;
            if (sending != null) {
                sending.close();
                tracer = null;
            }
        }
    }

    @Override
    public void close() {
        Follower counting = follower;
        if (counting != null) {
            counting.close();
        }
        garbage.close();
        registry.close();
    }
}
