package rung.reporter.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.EdgeTotals;
import rung.core.evidence.Quantile;
import rung.core.evidence.ShareRange;
import rung.core.ladder.Ladder;
import rung.core.ladder.Tier;
import rung.core.ladder.Verdict;
import rung.core.measure.Fact;
import rung.core.measure.Fault;
import rung.core.measure.PipelineSetup;
import rung.core.time.ClockOffset;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.StageReport;
import rung.reporter.report.WindowReport;

/**
 * What one scrape says: a pure function of what was counted, of the newest conclusions and of the moment.
 *
 * @param counted of the run
 * @param report whose verdicts are told
 * @param cost how long that took
 * @param now when it is asked
 * @param isSilent whether the probe gave no sign of life for so long that nothing is known of now
 */
record Scrape(RunMeter.Counted counted, FreshnessReport report, Duration cost, Instant now, boolean isSilent) {
    private static final double NANOS = 1e9;
    private static final double PERCENT = 100;

    /** So many slots without a sale are no hiccup: pages show no age then either. */
    private static final int SLOTS_WITHOUT_SALE = 4;

    MetricSnapshots snapshots(String version) {
        Snapshots to = new Snapshots(counted.run().startedAt());
        counted.pipelines().forEach(pipeline -> counts(to, pipeline));
        report.pipelines().forEach(pipeline -> verdict(to, pipeline));
        to.gauge(Metric.VERDICT_AT, epoch(report.generatedAt()));
        to.gauge(Metric.REPORT_COST, seconds(cost));
        to.gauge(Metric.CLOCKS, orNaN(counted.clocks()));
        to.gauge(Metric.LAST_SIGN, epoch(counted.until()));
        Duration silence = Duration.between(counted.until(), now);
        to.gauge(Metric.SILENCE, silence.isNegative() ? 0 : seconds(silence));
        to.info(
                Metric.RUN,
                counted.run().id(),
                counted.run().software(),
                counted.run().zone().getId());
        to.info(Metric.BUILD, version, Runtime.version().toString());
        return to.all();
    }

    private void counts(Snapshots to, PipelineMeter.Counted pipeline) {
        PipelineSetup setup = pipeline.setup();
        String name = setup.name();
        pipeline.stages().forEach(stage -> counts(to, setup, stage));
        StageMeter.Counted first = pipeline.stages().get(0);
        to.histogram(Metric.SEND_DELAY, first.sendDelay(), List.of(), name);
        to.gauge(Metric.LAST_SALE, epoch(first.newestSale()), name);
        to.gauge(Metric.SLOT, seconds(setup.slot()), name);
        Optional<ClockOffset.Between> clock =
                pipeline.sourceClock().flatMap(offset -> offset.fold(Optional::of, stepped -> Optional.empty()));
        to.gauge(Metric.SOURCE_CLOCK, orNaN(clock.map(ClockOffset.Between::atLeast)), name, "lower");
        to.gauge(Metric.SOURCE_CLOCK, orNaN(clock.map(ClockOffset.Between::atMost)), name, "upper");
    }

    private void counts(Snapshots to, PipelineSetup setup, StageMeter.Counted stage) {
        String name = setup.name();
        String id = stage.stage();
        to.histogram(Metric.STALENESS, stage.staleness(), stage.examples(), name, id);
        for (EdgeTotals edge : stage.edges()) {
            String le = label(edge.edge());
            to.counter(Metric.JUDGED, edge.judged(), name, id, le);
            to.counter(Metric.WITHIN, edge.within(), name, id, le);
            to.counter(Metric.BEYOND, edge.beyond(), name, id, le);
        }
        to.counter(Metric.SLOTS, stage.slots(), name, id);
        to.counter(Metric.UNMEASURED, stage.unmeasured(), name, id);
        to.gauge(Metric.WAITING, stage.waiting(), name, id);
        to.gauge(Metric.LOST, stage.lost(), name, id);
        to.gauge(Metric.AGE, ageAtLeast(setup, stage), name, id, "lower");
        to.gauge(Metric.AGE, stage.visibleUntil().map(this::since).orElse(Double.NaN), name, id, "upper");
        to.gauge(Metric.VISIBLE_UNTIL, epoch(stage.visibleUntil()), name, id);
        for (Fact.Anomaly.Kind kind : Fact.Anomaly.Kind.values()) {
            to.counter(
                    Metric.ANOMALIES,
                    stage.anomalies().getOrDefault(kind, 0L),
                    name,
                    id,
                    kind.name().toLowerCase(Locale.ROOT));
        }
        Reads.Counted reads = stage.reads();
        to.counter(Metric.READS, reads.rounds(), name, id);
        to.counter(Metric.READS_FAILED, reads.failures(), name, id);
        to.counter(Metric.READ_WAIT, seconds(reads.cost()), name, id);
        for (Fault fault : Fault.values()) {
            to.counter(Metric.FAULTS, reads.faults().getOrDefault(fault, 0L), name, id, fault.label());
        }
        to.gauge(Metric.READABLE, stage.isReadable() ? 1 : 0, name, id);
        to.gauge(Metric.POLL, seconds(stage.poll()), name, id);
        to.gauge(Metric.COMMIT, epoch(stage.newestCommit()), name, id);
    }

    /** What is missing at the last sign of life may have come since; and where no sale is made, none can be missing. */
    private double ageAtLeast(PipelineSetup setup, StageMeter.Counted stage) {
        if (isSilent || !stage.isReadable()) {
            return Double.NaN;
        }
        boolean isIdle = stage.newestSale()
                .map(newest -> Duration.between(newest, counted.until())
                                .compareTo(setup.slot().multipliedBy(SLOTS_WITHOUT_SALE))
                        > 0)
                .orElse(true);
        return stage.oldestUnseen().map(this::since).orElse(isIdle ? Double.NaN : 0);
    }

    private double since(Instant moment) {
        return moment.isAfter(now) ? 0 : seconds(Duration.between(moment, now));
    }

    private void verdict(Snapshots to, PipelineReport pipeline) {
        String name = pipeline.id();
        for (Verdict verdict : Verdict.values()) {
            to.gauge(
                    Metric.VERDICT,
                    verdict == pipeline.verdict() ? 1 : 0,
                    name,
                    verdict.name().toLowerCase(Locale.ROOT));
        }
        to.gauge(Metric.RESIDUE, pipeline.residueUnits(), name);
        String promisedAt = pipeline.promise().stage();
        Ladder ladder = report.ladder();
        ladder.tier(pipeline.promise().tier()).ifPresent(tier -> {
            to.gauge(Metric.TIER_PROMISED, tier.number(), name, promisedAt);
            to.gauge(Metric.THRESHOLD, seconds(tier.edge()), name, promisedAt);
            to.gauge(Metric.OBJECTIVE, ladder.rule().share(), name, promisedAt);
        });
        for (StageReport stage : pipeline.stages()) {
            WindowReport tiers = stage.id().equals(promisedAt) ? pipeline.headline() : stage.run();
            OptionalInt kept = tiers.kept();
            to.gauge(Metric.TIER_KEPT, kept.isPresent() ? kept.getAsInt() : Double.NaN, name, stage.id());
            to.gauge(Metric.TIER_NOT_MISSED, tiers.notMissed(), name, stage.id());
            evidence(to, name, stage);
        }
    }

    private void evidence(Snapshots to, String name, StageReport stage) {
        WindowReport window = stage.run();
        for (Tier tier : report.ladder().tiers()) {
            EdgeEvidence edge = window.at(tier);
            String label = label(tier.edge());
            Optional<ShareRange> share = edge.matureShare();
            double lower = share.map(ShareRange::atLeast).orElse(Double.NaN);
            double upper = share.map(ShareRange::atMost).orElse(Double.NaN);
            boolean proves = window.isValid() && edge.judged();
            to.gauge(Metric.IN_TIME, lower, name, stage.id(), label, "lower");
            to.gauge(Metric.IN_TIME, upper, name, stage.id(), label, "upper");
            to.gauge(Metric.IN_TIME, proves ? edge.shareAtLeast() : Double.NaN, name, stage.id(), label, "proven");
            to.gauge(Metric.EVIDENCE, edge.slots(), name, stage.id(), label);
            to.gauge(Metric.NEEDED, proves ? edge.slotsToKeep() : Double.NaN, name, stage.id(), label);
        }
        for (Quantile quantile : window.evidence().quantiles()) {
            String percentile = Long.toString(Math.round(quantile.quantile() * PERCENT));
            to.gauge(Metric.PERCENTILE, orElse(quantile.lower(), Double.NaN), name, stage.id(), percentile, "lower");
            to.gauge(
                    Metric.PERCENTILE,
                    orElse(quantile.upper(), quantile.lower().isPresent() ? Double.POSITIVE_INFINITY : Double.NaN),
                    name,
                    stage.id(),
                    percentile,
                    "upper");
        }
        to.gauge(Metric.RESOLUTION, orElse(window.evidence().resolution(), Double.NaN), name, stage.id());
    }

    /** As Prometheus writes the end of a bucket: seconds, without what says nothing. */
    static String label(Duration edge) {
        double seconds = seconds(edge);
        return seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds);
    }

    private static double orElse(OptionalDouble value, double otherwise) {
        return value.isPresent() ? value.getAsDouble() : otherwise;
    }

    private static double orNaN(Optional<Duration> duration) {
        return duration.map(Scrape::seconds).orElse(Double.NaN);
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / NANOS;
    }

    private static double epoch(Optional<Instant> moment) {
        return moment.map(Scrape::epoch).orElse(Double.NaN);
    }

    private static double epoch(Instant moment) {
        return moment.getEpochSecond() + moment.getNano() / NANOS;
    }
}
