package rung.reporter.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import rung.core.calibration.Calibration;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.Quantile;
import rung.core.evidence.ShareRange;
import rung.core.evidence.State;
import rung.core.evidence.WindowCounts;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowRecord;
import rung.core.ladder.Tier;
import rung.core.ladder.Verdict;
import rung.core.measure.CacheAge;
import rung.core.measure.Fact;

/**
 * The report as a machine reads it, {@code report.json}. Its schema is the resource {@link #SCHEMA_RESOURCE}. The same
 * report always gives the same text. Moments are ISO-8601 in UTC, exactly; durations are seconds; numbers are plain decimals;
 * shares are rounded down.
 */
public final class ReportJson {
    /** Name and version of the format. */
    public static final String FORMAT = "rung-report/2";

    /** Where the class path has the format's JSON Schema, draft 2020-12. */
    public static final String SCHEMA_RESOURCE = "/rung/reporter/report.schema.json";

    private static final int SHARE_DIGITS = 6;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ReportJson() {}

    /** The report as JSON text that ends with a newline. */
    public static String write(FreshnessReport report) {
        return text(tree(report));
    }

    /** {@code json} as this format is written: plain decimals, indented, with a newline at the end. */
    public static String text(JsonNode json) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values was refused by Jackson", e);
        }
    }

    /** The report as a tree. */
    public static ObjectNode tree(FreshnessReport report) {
        ObjectNode json = NODES.objectNode();
        json.put("schema", FORMAT);
        json.put("generated_at", moment(report.generatedAt()));
        json.put("run", report.run());
        json.put("software", report.software());
        json.put("zone", report.zone().getId());
        stretch(
                json.putObject("window"),
                report.window().from(),
                report.window().to());
        ObjectNode facts = json.putObject("facts");
        facts.put("known_until", moment(report.knownUntil()));
        facts.put("sha256", Hashes.facts(report).orElse(null));
        ObjectNode build = json.putObject("build");
        build.put("version", Build.current().version());
        build.put("revision", Build.current().revision().orElse(null));
        ObjectNode rule = json.putObject("rule");
        rule.set("share", share(report.ladder().rule().share()));
        rule.set("confidence", share(report.ladder().rule().confidence()));
        ArrayNode tiers = json.putArray("tiers");
        for (Tier tier : report.ladder().tiers()) {
            ObjectNode one = tiers.addObject();
            one.put("tier", tier.number());
            one.put("name", tier.name());
            one.set("from_seconds", seconds(tier.from()));
            one.set("edge_seconds", seconds(tier.edge()));
        }
        json.set(
                "instrument",
                report.instrument().<JsonNode>map(ReportJson::instrument).orElse(NODES.nullNode()));
        ArrayNode pipelines = json.putArray("pipelines");
        report.pipelines().forEach(pipeline -> pipeline(pipelines.addObject(), pipeline, report));
        BusinessJson.write(json.putObject("business"), report);
        json.putObject("configuration").put("sha256", Hashes.configuration(json));
        return json;
    }

    private static ObjectNode instrument(Calibration calibration) {
        ObjectNode json = NODES.objectNode();
        json.put("calibrated_at", moment(calibration.at()));
        json.put("software", calibration.software());
        json.put("windows", calibration.windows());
        json.put("falsely_kept", calibration.falselyKept());
        json.put("falsely_missed", calibration.falselyMissed());
        json.set("smallest_staleness_seconds", seconds(calibration.smallestStaleness()));
        json.set("slip_p99_seconds", seconds(calibration.machine().slip().p99()));
        json.put("sound", calibration.isSound());
        calibration.breaches().forEach(json.putArray("breaches")::add);
        json.put("sentence", calibration.sentence());
        return json;
    }

    private static void pipeline(ObjectNode json, PipelineReport pipeline, FreshnessReport report) {
        json.put("id", pipeline.id());
        if (pipeline.promise().isMade()) {
            ObjectNode promise = json.putObject("promise");
            promise.put("tier", pipeline.promise().tier());
            promise.put("stage", pipeline.promise().stage());
            pipeline.promise().peaks().forEach(promise.putArray("in")::add);
        } else {
            json.putNull("promise");
        }
        json.put("promised_stage", pipeline.promise().stage());
        json.put("verdict", verdict(pipeline.verdict()));
        number(json, "tier", pipeline.tier());
        json.set("judged", pipeline.judged().<JsonNode>map(ReportJson::named).orElse(NODES.nullNode()));
        json.set("headline", named(pipeline.headline()));
        json.set("slot_seconds", seconds(pipeline.slot()));
        json.set("loss_horizon_seconds", seconds(pipeline.lossHorizon()));
        json.put("residue_units", pipeline.residueUnits());
        pipeline.notes().forEach(json.putArray("notes")::add);
        ArrayNode stages = json.putArray("stages");
        for (StageReport stage : pipeline.stages()) {
            ObjectNode one = stages.addObject();
            one.put("id", stage.id());
            one.set("poll_seconds", seconds(stage.poll()));
            one.set("patience_seconds", seconds(stage.patience()));
            seconds(one, "cost_per_poll_seconds", stage.costPerPoll());
            seconds(one, "query_per_poll_seconds", stage.queryPerPoll());
            one.put("caveat", stage.caveat().orElse(null));
            one.set("commits", stage.commits().<JsonNode>map(CommitJson::of).orElse(NODES.nullNode()));
            window(one, stage.run(), stage.weakestRecord(pipeline.promise().peaks()), report);
            ArrayNode windows = one.putArray("windows");
            for (WindowReport window : stage.windows()) {
                ObjectNode declared = windows.addObject();
                declared.put("name", window.window().name());
                stretch(declared, window.window().from(), window.window().to());
                declared.put("ended", window.ended());
                window(declared, window, stage.record(window.window().name()), report);
            }
        }
        BusinessJson.write(json.putObject("business"), pipeline, report);
    }

    private static ObjectNode named(WindowReport window) {
        ObjectNode json = NODES.objectNode();
        json.put("name", window.window().name());
        stretch(json, window.window().from(), window.window().to());
        return json;
    }

    private static void window(
            ObjectNode json, WindowReport window, Optional<NamedRecord> record, FreshnessReport report) {
        ObjectNode tier = json.putObject("tier");
        number(tier, "kept", window.kept());
        tier.put("not_missed", window.notMissed());
        ArrayNode edges = json.putArray("edges");
        report.ladder().tiers().forEach(one -> edge(edges.addObject(), one, window));
        record(json.putObject("record"), record, report);
        WindowEvidence evidence = window.evidence();
        ObjectNode quantiles = json.putObject("quantiles");
        evidence.quantiles().forEach(quantile -> quantile(quantiles, quantile));
        counts(json.putObject("counts"), window);
        json.put("cycles", evidence.cycles());
        Optional<Duration> age =
                window.isEmpty() ? Optional.empty() : Optional.of(evidence.age().orElse(Duration.ZERO));
        seconds(json, "age_seconds", age);
        seconds(json, "max_age_seconds", window.isEmpty() ? Optional.empty() : Optional.of(evidence.largestAge()));
        seconds(json, "resolution_seconds", evidence.resolution());
        seconds(json, "slip_p99_seconds", evidence.slip());
        json.set("unreadable_seconds", seconds(window.unreadable()));
        ObjectNode faults = json.putObject("faults");
        new TreeMap<>(window.faults()).forEach((fault, looks) -> faults.put(fault.label(), looks));
        seconds(json, "largest_cache_age_seconds", window.caches().map(CacheAge::largest));
        json.put("regressions", window.anomalies(Fact.Anomaly.Kind.REGRESSION));
        json.put("wrong_counts", window.anomalies(Fact.Anomaly.Kind.WRONG_COUNT));
        json.put("valid", window.isValid());
        window.invalidBecause().forEach(json.putArray("invalid_because")::add);
        window.notes().forEach(json.putArray("notes")::add);
    }

    private static OptionalDouble end(EdgeEvidence evidence, ToDoubleFunction<ShareRange> end) {
        return evidence.matureShare().stream().mapToDouble(end).findFirst();
    }

    private static void edge(ObjectNode json, Tier tier, WindowReport window) {
        EdgeEvidence evidence = window.at(tier);
        State state = window.state(tier);
        json.put("tier", tier.number());
        json.set("edge_seconds", seconds(tier.edge()));
        json.put("slots", evidence.slots());
        json.put("late", evidence.late());
        json.put("ambiguous", evidence.ambiguous());
        share(json, "in_time_share", evidence.inTimeShare());
        json.put("mature_slots", evidence.matureSlots());
        share(json, "mature_share_at_least", end(evidence, ShareRange::atLeast));
        share(json, "mature_share_at_most", end(evidence, ShareRange::atMost));
        share(
                json,
                "in_time_at_least",
                evidence.slots() == 0 || !window.isValid()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(evidence.shareAtLeast()));
        json.put("state", state.name().toLowerCase(Locale.ROOT));
        json.put("judged", evidence.judged());
        if (evidence.judged() && window.isValid()) {
            json.put("needs_slots", state == State.UNDECIDED ? evidence.slotsToKeep() : 0);
        } else {
            json.putNull("needs_slots");
        }
    }

    private static void record(ObjectNode json, Optional<NamedRecord> named, FreshnessReport report) {
        WindowRecord record = named.map(NamedRecord::record)
                .orElse(WindowRecord.of(0, 0, report.ladder().rule().confidence()));
        json.put("windows", record.windows());
        json.put("kept", record.kept());
        json.set("at_least", share(record.atLeast()));
        json.set("at_least_at_any_look", share(record.atLeastAtAnyLook()));
        json.put("name", named.map(NamedRecord::name).orElse(null));
        number(
                json,
                "tier",
                named.map(NamedRecord::tier)
                        .filter(tier -> tier > 0)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()));
    }

    private static void quantile(ObjectNode json, Quantile quantile) {
        ObjectNode one = json.putObject("p" + Math.round(quantile.quantile() * 100));
        seconds(one, "estimate", quantile.estimate());
        seconds(one, "lower", quantile.lower());
        seconds(one, "upper", quantile.upper());
    }

    private static void counts(ObjectNode json, WindowReport window) {
        WindowCounts counts = window.evidence().counts();
        json.put("slots", counts.slots());
        json.put("injected", counts.injected());
        json.put("seen", counts.seen());
        json.put("pending", counts.pending());
        json.put("lost", counts.lost());
        json.put("duplicate", window.anomalies(Fact.Anomaly.Kind.DUPLICATE));
        json.put("unmeasured", counts.unmeasured());
    }

    static String verdict(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void stretch(ObjectNode json, Instant from, Instant to) {
        json.put("from", moment(from));
        json.put("to", moment(to));
    }

    private static String moment(Instant moment) {
        return moment.toString();
    }

    static void number(ObjectNode json, String field, OptionalInt value) {
        if (value.isPresent()) {
            json.put(field, value.getAsInt());
        } else {
            json.putNull(field);
        }
    }

    private static void share(ObjectNode json, String field, OptionalDouble value) {
        if (value.isPresent()) {
            json.set(field, share(value.getAsDouble()));
        } else {
            json.putNull(field);
        }
    }

    private static DecimalNode share(double value) {
        return decimal(BigDecimal.valueOf(value).setScale(SHARE_DIGITS, RoundingMode.DOWN));
    }

    private static void seconds(ObjectNode json, String field, OptionalDouble value) {
        decimal(json, field, value);
    }

    static void decimal(ObjectNode json, String field, OptionalDouble value) {
        if (value.isPresent()) {
            json.set(field, decimal(BigDecimal.valueOf(value.getAsDouble())));
        } else {
            json.putNull(field);
        }
    }

    static void seconds(ObjectNode json, String field, Optional<Duration> value) {
        if (value.isPresent()) {
            json.set(field, seconds(value.get()));
        } else {
            json.putNull(field);
        }
    }

    /** A duration as this format has it: seconds, exactly. */
    public static DecimalNode seconds(Duration value) {
        return decimal(BigDecimal.valueOf(value.getSeconds()).add(BigDecimal.valueOf(value.getNano(), 9)));
    }

    /** Without trailing zeros and never with an exponent: 300, not 3E+2. */
    static DecimalNode decimal(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        return DecimalNode.valueOf(plain.scale() < 0 ? plain.setScale(0) : plain);
    }
}
