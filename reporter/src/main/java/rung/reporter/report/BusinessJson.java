package rung.reporter.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import rung.core.ladder.Tier;
import rung.reporter.business.Assumptions;
import rung.reporter.business.Change;
import rung.reporter.business.Mover;
import rung.reporter.business.Outlook;

/** What staleness means for the business, as {@code report.json} has it; lower ends are rounded down, upper ends up. */
final class BusinessJson {
    private static final int SHARE_DIGITS = 6;
    private static final int ORDER_DIGITS = 2;

    private BusinessJson() {}

    /** What holds for the whole report: what is assumed, and what each tier would mean. */
    static void write(ObjectNode json, FreshnessReport report) {
        Assumptions assumptions = report.assumptions();
        ArrayNode movers = json.putArray("movers");
        for (Mover mover : assumptions.movers()) {
            ObjectNode one = movers.addObject();
            one.put("name", mover.name());
            one.set("sales_per_hour", ReportJson.decimal(BigDecimal.valueOf(mover.salesPerHour())));
        }
        json.set("last_unit_share", ReportJson.decimal(BigDecimal.valueOf(assumptions.lastUnitShare())));
        json.set("reconciliation_seconds", ReportJson.seconds(assumptions.reconciliation()));
        ArrayNode tiers = json.putArray("tiers");
        for (Tier tier : report.ladder().tiers()) {
            ObjectNode one = tiers.addObject();
            one.put("tier", tier.number());
            ArrayNode outlooks = one.putArray("movers");
            assumptions.movers().forEach(mover -> outlook(outlooks.addObject(), Outlook.of(tier, mover, assumptions)));
        }
        if (report.earlier().isPresent()) {
            ObjectNode earlier = json.putObject("compared_with");
            earlier.put("from", report.earlier().get().from().toString());
            earlier.put("to", report.earlier().get().to().toString());
        } else {
            json.putNull("compared_with");
        }
    }

    /** What was measured of one pipeline, window by window, and what became of it since an earlier report. */
    static void write(ObjectNode json, PipelineReport pipeline, FreshnessReport report) {
        ArrayNode windows = json.putArray("windows");
        for (WindowReport window : pipeline.strata()) {
            ObjectNode one = windows.addObject();
            one.put("name", window.window().name());
            one.put("from", window.window().from().toString());
            one.put("to", window.window().to().toString());
            one.put("verdict", ReportJson.verdict(window.verdict(pipeline.promise())));
            ArrayNode outlooks = one.putArray("movers");
            window.outlooks(report.assumptions()).forEach(outlook -> outlook(outlooks.addObject(), outlook));
        }
        Change change = report.change(pipeline).orElse(null);
        if (change == null) {
            json.putNull("change");
            return;
        }
        ObjectNode changed = json.putObject("change");
        changed.put("verdict_before", change.earlier().verdict());
        ReportJson.number(changed, "tier_before", change.earlier().tier());
        changed.put("window_before", change.earlier().window());
        ReportJson.decimal(changed, "p95_lower_before", change.earlier().lower());
        ReportJson.decimal(changed, "p95_upper_before", change.earlier().upper());
        changed.put("staleness", change.staleness().label());
    }

    private static void outlook(ObjectNode json, Outlook outlook) {
        json.put("name", outlook.mover().name());
        ends(json, "right", outlook.right(), SHARE_DIGITS);
        ends(json, "broken_per_10000_orders", outlook.broken(), ORDER_DIGITS);
    }

    private static void ends(ObjectNode json, String field, Outlook.Between between, int digits) {
        end(json, field + "_at_least", between.atLeast(), digits, RoundingMode.FLOOR);
        end(json, field + "_at_most", between.atMost(), digits, RoundingMode.CEILING);
    }

    private static void end(ObjectNode json, String field, double value, int digits, RoundingMode rounding) {
        if (Double.isNaN(value)) {
            json.putNull(field);
        } else {
            // twelve digits first: what is a billionth above a round number is one
            BigDecimal exact = BigDecimal.valueOf(value).setScale(2 * SHARE_DIGITS, RoundingMode.HALF_EVEN);
            json.set(field, ReportJson.decimal(exact.setScale(digits, rounding)));
        }
    }
}
