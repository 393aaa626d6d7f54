package rung.reporter.grafana;

import java.util.List;
import rung.reporter.metrics.Metric;

/** The four dashboards, in words and queries. */
final class Sheets {
    private static final String ALL = "job=~\"$job\",instance=~\"$instance\"";
    private static final String PIPELINE = ALL + ",pipeline=~\"$pipeline\"";
    private static final String STAGE = PIPELINE + ",stage=~\"$stage\"";
    private static final String KEYS = "job, instance, pipeline, stage";
    private static final String RATE = "[$__rate_interval]";
    private static final List<String> BURN_WINDOWS = List.of("5m", "1h", "6h");

    private Sheets() {}

    static List<Sheet> all() {
        return List.of(overview(), pipeline(), stages(), internals());
    }

    private static String of(Metric metric, String matchers, String... more) {
        return metric.title() + "{" + matchers + (more.length == 0 ? "" : "," + String.join(",", more)) + "}";
    }

    private static String rate(Metric metric, String suffix, String matchers, String... more) {
        return "rate(" + metric.title() + suffix
                + of(metric, matchers, more).substring(metric.title().length()) + RATE + ")";
    }

    /** Keeps of a query by edge what is promised: the edge itself becomes a label to match. */
    private static String promised(String matchers) {
        return " and on (" + KEYS + ", le) count_values by (" + KEYS + ") (\"le\", " + of(Metric.THRESHOLD, matchers)
                + ")";
    }

    private static Sheet overview() {
        return new Sheet(
                "freshness-overview",
                "Freshness: overview",
                "Which pipelines keep their promise, and how stale each is now.",
                List.of(
                        new Sheet.Row(
                                "Promises",
                                false,
                                List.of(
                                        Panel.number(
                                                        "Promises missed",
                                                        "Pipelines whose promised tier is proven missed.",
                                                        "short")
                                                .asking(
                                                        "sum(max by (job, instance, pipeline) ("
                                                                + of(Metric.VERDICT, PIPELINE, "verdict=\"missed\"")
                                                                + "))",
                                                        "missed"),
                                        Panel.number(
                                                        "Nothing proven",
                                                        "Pipelines whose promise is undecided, or whose window is invalid:"
                                                                + " that is neither fresh nor stale.",
                                                        "short")
                                                .asking(
                                                        "sum(max by (job, instance, pipeline) ("
                                                                + of(
                                                                        Metric.VERDICT,
                                                                        PIPELINE,
                                                                        "verdict=~\"undecided|invalid\"")
                                                                + "))",
                                                        "unproven"),
                                        Panel.number("Pipelines", "How many are measured.", "short")
                                                .asking(
                                                        "count(count by (job, instance, pipeline) ("
                                                                + of(Metric.VERDICT, PIPELINE)
                                                                + "))",
                                                        "pipelines"),
                                        Panel.number(
                                                        "Probe silent for",
                                                        "Since when the probe gave no sign of life: nothing is known of what"
                                                                + " came after.",
                                                        "s")
                                                .asking("max(" + of(Metric.SILENCE, ALL) + ")", "silent"),
                                        Panel.table(
                                                        "Pipelines",
                                                        "At the promised stage: the tier proven kept (0 off the ladder, empty"
                                                                + " while none is), the tier promised, how old the count is at"
                                                                + " least and at most, and 95 % of the sales within at most.",
                                                        "short")
                                                .asking(promisedOnly(of(Metric.TIER_KEPT, PIPELINE)), "tier kept")
                                                .asking(
                                                        "max by (" + KEYS + ") (" + of(Metric.TIER_PROMISED, PIPELINE)
                                                                + ")",
                                                        "tier promised")
                                                .asking(
                                                        promisedOnly(of(Metric.AGE, PIPELINE, "bound=\"lower\"")),
                                                        "age at least, s")
                                                .asking(
                                                        promisedOnly(of(Metric.AGE, PIPELINE, "bound=\"upper\"")),
                                                        "age at most, s")
                                                .asking(
                                                        promisedOnly(of(
                                                                Metric.PERCENTILE,
                                                                PIPELINE,
                                                                "percentile=\"95\"",
                                                                "bound=\"upper\"")),
                                                        "p95 at most, s"),
                                        Panel.states(
                                                        "Tier kept",
                                                        "The fastest tier that is proven kept at the promised stage, over time;"
                                                                + " no colour where none is.",
                                                        "short")
                                                .asking(
                                                        promisedOnly(of(Metric.TIER_KEPT, PIPELINE)),
                                                        "{{pipeline}} at {{stage}}"))),
                        new Sheet.Row(
                                "Now",
                                false,
                                List.of(
                                        Panel.lines(
                                                        "Age of the count",
                                                        "How stale each promised stage is at least: since its oldest missing"
                                                                + " sale was due. A gap is unknown, not fresh.",
                                                        "s")
                                                .asking(
                                                        promisedOnly(of(Metric.AGE, PIPELINE, "bound=\"lower\"")),
                                                        "{{pipeline}}"),
                                        Panel.lines(
                                                        "Share surely late, promised edge",
                                                        "Of the sales judged lately.",
                                                        "percentunit")
                                                .asking(
                                                        lateShare(PIPELINE, RATE) + promised(PIPELINE),
                                                        "{{pipeline}} after {{le}} s")))));
    }

    /** Of a series by stage, those where something is promised. */
    private static String promisedOnly(String series) {
        return "max by (" + KEYS + ") (" + series + ") and on (" + KEYS + ") " + of(Metric.THRESHOLD, PIPELINE);
    }

    private static String lateShare(String matchers, String window) {
        return "(sum by (" + KEYS + ", le) (rate(" + of(Metric.BEYOND, matchers) + window + ")) / (sum by (" + KEYS
                + ", le) (rate(" + of(Metric.JUDGED, matchers) + window + ")) > 0))";
    }

    private static Sheet pipeline() {
        Panel burn = Panel.lines(
                "Burn of the budget",
                "How many times as fast as promised sales become late, at the promised edge: 1 uses the budget up exactly."
                        + " Alerts begin at 14.4 and 6, or where most sales are late.",
                "short");
        for (String window : BURN_WINDOWS) {
            burn = burn.asking(
                    "(" + lateShare(STAGE, "[" + window + "]") + promised(STAGE) + ") / on (" + KEYS
                            + ") group_left () (1 - " + of(Metric.OBJECTIVE, STAGE) + ")",
                    "{{stage}} over " + window);
        }
        return new Sheet(
                "freshness-pipeline",
                "Freshness: pipeline",
                "One pipeline close up: its age, its sales, its budget.",
                List.of(new Sheet.Row(
                        "$pipeline",
                        true,
                        List.of(
                                Panel.lines(
                                                "Age of the count, and what is promised",
                                                "How stale it is at least (since the oldest missing sale was due) and at most"
                                                        + " (since the newest up to which all show), and the promised edge.",
                                                "s")
                                        .asking(of(Metric.AGE, STAGE), "{{stage}} {{bound}}")
                                        .asking(of(Metric.THRESHOLD, STAGE), "promised at {{stage}}")
                                        .logarithmic(),
                                Panel.heatmap(
                                                "Sales by staleness",
                                                "How many sales were seen after how long. What is missing is not in it: see"
                                                        + " the age. Points are sales with their traces.",
                                                "s")
                                        .asking(
                                                "sum by (le) (increase(" + Metric.STALENESS.title() + "_bucket{" + STAGE
                                                        + "}" + RATE + "))",
                                                "{{le}}"),
                                Panel.lines(
                                                "Percentiles, as intervals",
                                                "Between which bounds 50, 95 and 99 % of the period's sales were seen, at 95 %"
                                                        + " confidence. Where there is no upper line, the sample has no bound.",
                                                "s")
                                        .asking(
                                                of(Metric.PERCENTILE, STAGE, "percentile=~\"50|95|99\""),
                                                "{{stage}} p{{percentile}} {{bound}}")
                                        .logarithmic(),
                                Panel.lines(
                                                "Share in time, and the objective",
                                                "Of the sales judged lately, how many were surely within each edge; and what"
                                                        + " the promise wants at its own.",
                                                "percentunit")
                                        .asking(
                                                "sum by (" + KEYS + ", le) (" + rate(Metric.WITHIN, "", STAGE)
                                                        + ") / (sum by (" + KEYS + ", le) ("
                                                        + rate(Metric.JUDGED, "", STAGE) + ") > 0)",
                                                "{{stage}} within {{le}} s")
                                        .asking(of(Metric.OBJECTIVE, STAGE), "objective at {{stage}}"),
                                Panel.lines(
                                                "Budget left, 30 days",
                                                "1 is untouched, 0 is used up: of the sales that may be late in thirty days, at"
                                                        + " the promised edge.",
                                                "percentunit")
                                        .asking(
                                                "1 - (" + lateShare(STAGE, "[30d]") + promised(STAGE) + ") / on ("
                                                        + KEYS + ") group_left () (1 - " + of(Metric.OBJECTIVE, STAGE)
                                                        + ")",
                                                "{{stage}}"),
                                burn,
                                Panel.lines(
                                                "Sales",
                                                "Slots a second, slots a second without a sale, sales on their way and sales"
                                                        + " given up as lost.",
                                                "short")
                                        .asking(
                                                "sum by (stage) (" + rate(Metric.SLOTS, "", STAGE) + ")",
                                                "{{stage}} slots/s")
                                        .asking(
                                                "sum by (stage) (" + rate(Metric.UNMEASURED, "", STAGE) + ")",
                                                "{{stage}} without a sale/s")
                                        .asking(of(Metric.WAITING, STAGE), "{{stage}} on their way")
                                        .asking(of(Metric.LOST, STAGE), "{{stage}} lost"),
                                Panel.lines(
                                                "Share in time that is proven",
                                                "The least share within each edge that is proven of the period, valid at every"
                                                        + " look; a gap where the window is invalid.",
                                                "percentunit")
                                        .asking(
                                                of(Metric.IN_TIME, STAGE, "bound=\"proven\""),
                                                "{{stage}} within {{edge}} s")))));
    }

    private static Sheet stages() {
        return new Sheet(
                "freshness-stages",
                "Freshness: stages",
                "Where the time goes: each pipeline stage by stage.",
                List.of(new Sheet.Row(
                        "$pipeline",
                        true,
                        List.of(
                                Panel.states(
                                                "Tier kept at each stage",
                                                "The fastest tier that is proven kept there over the period; no colour where"
                                                        + " none is.",
                                                "short")
                                        .asking(of(Metric.TIER_KEPT, STAGE), "{{stage}}"),
                                Panel.lines(
                                                "Mean staleness at each stage",
                                                "Of the sales seen lately. Means add up: the gap between two lines is the"
                                                        + " stretch between two stages. Percentiles do not.",
                                                "s")
                                        .asking(
                                                "sum by (stage) (" + rate(Metric.STALENESS, "_sum", STAGE)
                                                        + ") / (sum by (stage) ("
                                                        + rate(Metric.STALENESS, "_count", STAGE) + ") > 0)",
                                                "{{stage}}"),
                                Panel.lines(
                                                "95 % of the sales, at most",
                                                "The upper end of the interval of each stage's 95th percentile over the"
                                                        + " period.",
                                                "s")
                                        .asking(
                                                of(Metric.PERCENTILE, STAGE, "percentile=\"95\"", "bound=\"upper\""),
                                                "{{stage}}")
                                        .logarithmic(),
                                Panel.lines(
                                                "Age at each stage, at least",
                                                "Since the oldest sale was due that the stage does not show.",
                                                "s")
                                        .asking(of(Metric.AGE, STAGE, "bound=\"lower\""), "{{stage}}"),
                                Panel.lines(
                                                "Since the newest commit was written",
                                                "By its writer's clock. A line that rises: nothing was committed, or no look"
                                                        + " came upon it. Nothing where a stage tells no commits apart.",
                                                "s")
                                        .asking("time() - " + of(Metric.COMMIT, STAGE), "{{stage}}"),
                                Panel.lines(
                                                "Anomalies",
                                                "Sales with a wrong count, an hour: applied twice, vanished again, or by no"
                                                        + " set of transactions explained.",
                                                "short")
                                        .asking(
                                                "sum by (stage, kind) (increase(" + of(Metric.ANOMALIES, STAGE)
                                                        + "[1h]))",
                                                "{{stage}} {{kind}}")))));
    }

    private static Sheet internals() {
        return new Sheet(
                "freshness-internals",
                "Freshness: internals",
                "Whether the instrument itself can be trusted.",
                List.of(
                        new Sheet.Row(
                                "Probe",
                                false,
                                List.of(
                                        Panel.lines(
                                                        "Sending delay, 99 %",
                                                        "How late sales are handed to the source. Beyond 50 ms a slot is spoilt.",
                                                        "s")
                                                .asking(
                                                        "histogram_quantile(0.99, sum by (pipeline, le) ("
                                                                + rate(Metric.SEND_DELAY, "_bucket", PIPELINE) + "))",
                                                        "{{pipeline}}")
                                                .logarithmic(),
                                        Panel.lines(
                                                        "Looks that fail",
                                                        "The share of looks in which something could not be read; they prove"
                                                                + " nothing.",
                                                        "percentunit")
                                                .asking(
                                                        "sum by (" + KEYS + ") (" + rate(Metric.READS_FAILED, "", STAGE)
                                                                + ") / (sum by (" + KEYS + ") ("
                                                                + rate(Metric.READS, "", STAGE) + ") > 0)",
                                                        "{{pipeline}} {{stage}}"),
                                        Panel.lines("Faults", "Why looks fail, by kind.", "ops")
                                                .asking(
                                                        "sum by (fault) (" + rate(Metric.FAULTS, "", STAGE) + ")",
                                                        "{{fault}}"),
                                        Panel.lines(
                                                        "A look waits",
                                                        "How long a look waits for its answers, on average.",
                                                        "s")
                                                .asking(
                                                        "sum by (" + KEYS + ") (" + rate(Metric.READ_WAIT, "", STAGE)
                                                                + ") / (sum by (" + KEYS + ") ("
                                                                + rate(Metric.READS, "", STAGE) + ") > 0)",
                                                        "{{pipeline}} {{stage}}"),
                                        Panel.lines(
                                                        "Resolution",
                                                        "95 % of the stalenesses are known to within so long, and how often a"
                                                                + " stage is looked at.",
                                                        "s")
                                                .asking(of(Metric.RESOLUTION, STAGE), "{{pipeline}} {{stage}}")
                                                .asking(of(Metric.POLL, STAGE), "{{pipeline}} {{stage}} looks every"),
                                        Panel.lines(
                                                        "Units sold and not returned",
                                                        "On reserved keys; back to 0 when all is quiet.",
                                                        "short")
                                                .asking(of(Metric.RESIDUE, PIPELINE), "{{pipeline}}"),
                                        Panel.lines(
                                                        "Signs of life, and clocks",
                                                        "How long the probe is silent, and by how much its clocks parted lately."
                                                                + " Beyond 50 ms windows are invalid.",
                                                        "s")
                                                .asking(of(Metric.SILENCE, ALL), "silent")
                                                .asking(of(Metric.CLOCKS, ALL), "clocks"),
                                        Panel.lines(
                                                        "Clocks of the sources",
                                                        "How far they are ahead of the probe's, between two bounds; nothing where"
                                                                + " they stamp nothing. No staleness is counted from them.",
                                                        "s")
                                                .asking(of(Metric.SOURCE_CLOCK, PIPELINE), "{{pipeline}} {{bound}}"),
                                        Panel.lines(
                                                        "Time to conclude",
                                                        "How long verdicts take to make, and how old the facts in them are.",
                                                        "s")
                                                .asking(of(Metric.REPORT_COST, ALL), "made in")
                                                .asking("time() - " + of(Metric.VERDICT_AT, ALL), "age of the facts"))),
                        new Sheet.Row(
                                "Process",
                                false,
                                List.of(
                                        Panel.lines("Memory", "Of the JVM that answers, by area.", "bytes")
                                                .asking(
                                                        "sum by (area) (jvm_memory_used_bytes{" + ALL + "})",
                                                        "{{area}}"),
                                        Panel.lines(
                                                        "Processor",
                                                        "Share of the machine that the process takes.",
                                                        "percentunit")
                                                .asking("process_cpu_usage{" + ALL + "}", "{{instance}}")))));
    }
}
