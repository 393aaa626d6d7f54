package rung.reporter.metrics;

import java.util.List;
import java.util.Locale;

/**
 * The catalogue: every metric of Rung's own, with its name as Prometheus reads it. The table of the README, {@code rung
 * metrics list}, the dashboards and the test of a running instance come from here.
 */
public enum Metric {
    STALENESS(
            "freshness_staleness_seconds",
            Kind.HISTOGRAM,
            "seconds",
            "From the moment a sale was due until a look that showed it had been answered: the upper end of what is known."
                    + " Only sales that were seen are in it, so that its quantiles flatter while sales are missing: read"
                    + " them beside the age. Native buckets, too; exemplars carry the trace of the sale.",
            Labels.STAGE),
    JUDGED(
            "freshness_judged_total",
            Kind.COUNTER,
            "",
            "Slots of which it is known whether their sale was in time at this edge: it was seen, is too late for it, or"
                    + " the probe spoilt the slot.",
            Labels.LE),
    WITHIN(
            "freshness_within_total",
            Kind.COUNTER,
            "",
            "Slots of them whose sale was surely in time. Counted exactly, unlike the histogram's buckets.",
            Labels.LE),
    BEYOND(
            "freshness_beyond_total",
            Kind.COUNTER,
            "",
            "Slots of them whose sale was surely late: a look that began after the edge was answered without it. What is"
                    + " neither within nor beyond the probe could not tell, or spoilt.",
            Labels.LE),
    SLOTS("freshness_slots_total", Kind.COUNTER, "", "Slots whose time has come.", Labels.STAGE),
    UNMEASURED(
            "freshness_unmeasured_total",
            Kind.COUNTER,
            "",
            "Slots of them without a sale: none could be made, the source refused it, or the probe was not running.",
            Labels.STAGE),
    WAITING(
            "freshness_sales_waiting",
            Kind.GAUGE,
            "",
            "Sales that were made, do not show, and are younger than the loss horizon.",
            Labels.STAGE),
    LOST(
            "freshness_sales_lost",
            Kind.GAUGE,
            "",
            "Sales that were made, do not show, and are older; one that shows after all leaves it.",
            Labels.STAGE),
    AGE(
            "freshness_age_seconds",
            Kind.GAUGE,
            "seconds",
            "How stale the count is now, between two bounds. lower: since the oldest sale was due that does not show; 0 while"
                    + " sales are made and none is missing, NaN while none is made, the stage cannot be read, or the probe"
                    + " gives no sign of life. upper:"
                    + " since the newest sale was due up to which all show; it rises whenever nothing arrives, whoever is to"
                    + " blame.",
            "pipeline stage bound"),
    VISIBLE_UNTIL(
            "freshness_visible_until_timestamp_seconds",
            Kind.GAUGE,
            "seconds",
            "When the newest sale was due up to which all sales show; NaN before the first.",
            Labels.STAGE),
    ANOMALIES(
            "freshness_anomalies_total",
            Kind.COUNTER,
            "",
            "Sales whose count was wrong: duplicate, regression or wrong_count.",
            "pipeline stage kind"),
    IN_TIME(
            "freshness_in_time_ratio",
            Kind.GAUGE,
            "ratio",
            "The share of sales within an edge, in the period that the verdict is about. lower and upper: what looks can tell"
                    + " of all sales old enough. proven: the least that is proven, at every look; NaN where the window is"
                    + " invalid.",
            "pipeline stage edge bound"),
    EVIDENCE(
            "freshness_evidence_slots",
            Kind.GAUGE,
            "",
            "Slots that the claim about this edge rests on: the longest run from the period's begin of which all is known.",
            Labels.EDGE),
    NEEDED(
            "freshness_evidence_needed_slots",
            Kind.GAUGE,
            "",
            "Clean slots that would prove the edge kept; 0 when it is, NaN where the window is invalid.",
            Labels.EDGE),
    TIER_KEPT(
            "freshness_tier_kept",
            Kind.GAUGE,
            "",
            "The fastest tier that is proven kept, 0 off the ladder, NaN while none is proven. At the promised stage that of"
                    + " the worst declared window, as everywhere in Rung; at others that of the whole period.",
            Labels.STAGE),
    TIER_NOT_MISSED(
            "freshness_tier_not_missed",
            Kind.GAUGE,
            "",
            "The fastest tier that is not proven missed, in the same window; 0 when all are.",
            Labels.STAGE),
    TIER_PROMISED(
            "freshness_tier_promised",
            Kind.GAUGE,
            "",
            "The promised tier; absent where nothing is promised.",
            Labels.STAGE),
    THRESHOLD(
            "freshness_slo_threshold_seconds",
            Kind.GAUGE,
            "seconds",
            "The edge of the promised tier; absent where nothing is promised.",
            Labels.STAGE),
    OBJECTIVE(
            "freshness_slo_objective_ratio",
            Kind.GAUGE,
            "ratio",
            "The share of sales that the rule wants within the edge; absent where nothing is promised.",
            Labels.STAGE),
    VERDICT(
            "freshness_verdict",
            Kind.GAUGE,
            "",
            "1 for the verdict on the promise, 0 for the others: met, missed, undecided, invalid or no_promise.",
            "pipeline verdict"),
    PERCENTILE(
            "freshness_staleness_percentile_seconds",
            Kind.GAUGE,
            "seconds",
            "50, 90, 95 and 99 % of the sales old enough were seen within so long, between the bounds of a 95 % interval in"
                    + " which what is missing counts at its age. lower is 0 where the sample has no lower bound,"
                    + " upper +Inf where it has no upper; NaN while no sale is old enough.",
            "pipeline stage percentile bound"),
    RESOLUTION(
            "freshness_resolution_seconds",
            Kind.GAUGE,
            "seconds",
            "95 % of the stalenesses are known to within so long; NaN while none is.",
            Labels.STAGE),
    VERDICT_AT(
            "freshness_verdict_timestamp_seconds",
            Kind.GAUGE,
            "seconds",
            "Up to when facts are in the verdict, the tiers, the shares, the percentiles and the residue."),
    SEND_DELAY(
            "freshness_send_delay_seconds",
            Kind.HISTOGRAM,
            "seconds",
            "How late sales were handed to the source, of those that its first stage has shown. Counted into staleness;"
                    + " beyond 50 ms it spoils a slot.",
            "pipeline"),
    LAST_SALE(
            "freshness_last_sale_timestamp_seconds",
            Kind.GAUGE,
            "seconds",
            "When the newest sale that was made was due; NaN before the first.",
            "pipeline"),
    SLOT("freshness_slot_seconds", Kind.GAUGE, "seconds", "Length of a slot: a sale is made in each.", "pipeline"),
    COMMIT(
            "freshness_commit_timestamp_seconds",
            Kind.GAUGE,
            "seconds",
            "When the newest commit was written, by its writer's clock, that a look came upon and that may have changed a"
                    + " count. NaN before the first, and where a stage cannot tell commits apart.",
            Labels.STAGE),
    READS("freshness_reads_total", Kind.COUNTER, "", "Looks at a stage.", Labels.STAGE),
    READS_FAILED(
            "freshness_reads_failed_total",
            Kind.COUNTER,
            "",
            "Looks of them in which something could not be read: they prove nothing.",
            Labels.STAGE),
    READABLE(
            "freshness_stage_readable",
            Kind.GAUGE,
            "",
            "1 while the stage can be read, 0 in a stretch in which it cannot.",
            Labels.STAGE),
    FAULTS(
            "freshness_read_faults_total",
            Kind.COUNTER,
            "",
            "Looks in which a fault occurred: unreachable, timeout, denied, overloaded, not_found, failed, malformed,"
                    + " not_a_count or ambiguous. A look may have several.",
            "pipeline stage fault"),
    READ_WAIT(
            "freshness_read_wait_seconds_total",
            Kind.COUNTER,
            "seconds",
            "Time that looks waited for answers.",
            Labels.STAGE),
    POLL(
            "freshness_poll_seconds",
            Kind.GAUGE,
            "seconds",
            "Configured time between two looks; 0 when the stage was read elsewhere.",
            Labels.STAGE),
    RESIDUE(
            "freshness_residue_units",
            Kind.GAUGE,
            "",
            "Units that Rung sold and has not returned; 0 when all is quiet.",
            "pipeline"),
    CLOCKS(
            "freshness_clock_divergence_seconds",
            Kind.GAUGE,
            "seconds",
            "How far wall clock and monotonic clock of the probe parted at most between two signs of life of the last ten"
                    + " minutes of the facts; beyond 50 ms a window is invalid. NaN without signs of life."),
    SOURCE_CLOCK(
            "freshness_source_clock_offset_seconds",
            Kind.GAUGE,
            "seconds",
            "How far the clock of the source is ahead of the probe's, between two bounds, worked out anew each minute;"
                    + " negative when it is behind. No staleness is counted from it. NaN where the source stamps nothing, and"
                    + " where its stamps contradict each other.",
            "pipeline bound"),
    LAST_SIGN(
            "freshness_probe_last_sign_timestamp_seconds",
            Kind.GAUGE,
            "seconds",
            "The probe's last sign of life: what came after it nobody knows."),
    SILENCE(
            "freshness_probe_silence_seconds",
            Kind.GAUGE,
            "seconds",
            "How long that is ago; 0 in a time-lapse, which is never late."),
    REPORT_COST(
            "freshness_report_cost_seconds",
            Kind.GAUGE,
            "seconds",
            "How long it took to conclude the verdicts; 0 for the first."),
    RUN("freshness_run_info", Kind.INFO, "", "The run whose facts these are.", "run software zone"),
    BUILD("freshness_build_info", Kind.INFO, "", "What serves these numbers.", "version java");

    /** How a metric is to be read. */
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        INFO;

        /** As Prometheus and the catalogue write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private interface Labels {
        String STAGE = "pipeline stage";
        String LE = "pipeline stage le";
        String EDGE = "pipeline stage edge";
    }

    private final String name;
    private final Kind kind;
    private final String unit;
    private final String meaning;
    private final String labels;

    Metric(String name, Kind kind, String unit, String meaning) {
        this(name, kind, unit, meaning, "");
    }

    Metric(String name, Kind kind, String unit, String meaning, String labels) {
        this.name = name;
        this.kind = kind;
        this.unit = unit;
        this.meaning = meaning;
        this.labels = labels;
    }

    /** As Prometheus reads it; a histogram's series end with {@code _bucket}, {@code _sum} and {@code _count}. */
    public String title() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /** {@code seconds}, {@code ratio}, or empty for counts. */
    public String unit() {
        return unit;
    }

    /** What it counts, and what its absence, its zero and its NaN mean. */
    public String meaning() {
        return meaning;
    }

    /** In the order of the values that it is given. */
    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(" ", -1));
    }
}
