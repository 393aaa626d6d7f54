package rung.reporter.grafana;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A day of one pipeline as Prometheus scraped it, each minute: hours in which all is well, then a stretch that is told, then
 * perhaps one in which all is well again.
 */
final class Situation {
    private static final int STEPS_PER_MINUTE = 1;
    private static final int BEFORE_MINUTES = 8 * 60;

    private final String title;
    private final Map<String, List<String>> series = new LinkedHashMap<>();
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Map<String, Double> steps = new LinkedHashMap<>();
    private int minutes;
    private Set<String> alerts = Set.of();

    private Situation(String title, int tier, double salesPerMinute) {
        this.title = title;
        double sales = salesPerMinute / STEPS_PER_MINUTE;
        String edge = List.of("", "86400", "1800", "300", "5").get(tier);
        counter("freshness_judged_total{le=\"" + edge + "\",stage", sales);
        counter("freshness_within_total{le=\"" + edge + "\",stage", sales);
        counter("freshness_beyond_total{le=\"" + edge + "\",stage", 0);
        counter("freshness_slots_total{stage", sales);
        counter("freshness_unmeasured_total{stage", 0);
        counter("freshness_reads_total{stage", 240);
        counter("freshness_reads_failed_total{stage", 0);
        gauge("freshness_age_seconds{bound=\"lower\",stage", 10);
        gauge("freshness_age_seconds{bound=\"upper\",stage", 20);
        gauge("freshness_sales_waiting{stage", 2);
        gauge("freshness_sales_lost{stage", 0);
        gauge("freshness_tier_promised{stage", tier);
        gauge("freshness_slo_objective_ratio{stage", 0.95);
        gauge("freshness_slo_threshold_seconds{stage", Double.parseDouble(edge));
        gauge("freshness_slot_seconds{", 60 / salesPerMinute);
        gauge("freshness_residue_units{", 12);
        gauge("freshness_verdict{verdict=\"missed\"", 0);
        gauge("freshness_probe_silence_seconds", 1);
        gauge("freshness_clock_divergence_seconds", 0.001);
        gauge("freshness_build_info{version=\"1\"", 1);
        values.put("freshness_last_sale_timestamp_seconds{", 0.0);
        steps.put("freshness_last_sale_timestamp_seconds{", 60.0);
    }

    /** Well for eight hours, with so many sales a minute and a promise of {@code tier}. */
    static Situation of(String title, int tier, double salesPerMinute) {
        return new Situation(title, tier, salesPerMinute);
    }

    /** What is so all the time. */
    Situation always(String name, double value) {
        values.put(key(name), value);
        return this;
    }

    /** The hours in which all is well are over. */
    Situation then() {
        return lasting(BEFORE_MINUTES);
    }

    private void counter(String name, double perStep) {
        values.put(name, 0.0);
        steps.put(name, perStep);
    }

    private void gauge(String name, double value) {
        values.put(name, value);
        steps.put(name, 0.0);
    }

    private String key(String name) {
        List<String> found =
                values.keySet().stream().filter(key -> key.startsWith(name)).toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(name + " is none or several of " + values.keySet());
        }
        return found.get(0);
    }

    /** From now on a counter grows by so much a minute, a gauge rises by it. */
    Situation growing(String name, double perMinute) {
        steps.put(key(name), perMinute / STEPS_PER_MINUTE);
        return this;
    }

    /** From now on a gauge says this. */
    Situation is(String name, double value) {
        values.put(key(name), value);
        steps.put(key(name), 0.0);
        return this;
    }

    /** From now on nobody says it. */
    Situation gone(String name) {
        values.put(key(name), Double.NEGATIVE_INFINITY);
        return this;
    }

    /** From now on nobody says anything. */
    Situation allGone() {
        values.keySet().forEach(name -> values.put(name, Double.NEGATIVE_INFINITY));
        return this;
    }

    Situation lasting(int forMinutes) {
        int count = forMinutes * STEPS_PER_MINUTE;
        values.forEach((name, value) -> {
            double step = steps.getOrDefault(name, 0.0);
            List<String> parts = series.computeIfAbsent(name, key -> new ArrayList<>());
            if (value == Double.NEGATIVE_INFINITY) {
                parts.add("_x" + count);
            } else if (Double.isNaN(value)) {
                parts.add("NaN+0x" + (count - 1));
            } else {
                parts.add(number(value) + (step < 0 ? "-" : "+") + number(Math.abs(step)) + "x" + (count - 1));
                values.put(name, value + step * count);
            }
        });
        minutes += forMinutes;
        return this;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
    }

    /** These alerts fire at the end, and no other. */
    Situation alerts(String... names) {
        alerts = Set.of(names);
        return this;
    }

    String title() {
        return title;
    }

    /** As a test of promtool. */
    String yaml(List<String> ruleFiles) {
        String last = minutes - 1 + "m";
        StringBuilder yaml = new StringBuilder("rule_files:\n");
        ruleFiles.forEach(file -> yaml.append("  - ").append(file).append('\n'));
        yaml.append("evaluation_interval: 5m\ntests:\n  - interval: 1m\n    input_series:\n");
        series.forEach((name, parts) -> yaml.append("      - series: '")
                .append(labelled(name))
                .append("'\n        values: '")
                .append(String.join(" ", parts))
                .append("'\n"));
        yaml.append(
                        "    promql_expr_test:\n      - expr: count by (alertname) (ALERTS{alertstate=\"firing\"})\n        eval_time: ")
                .append(last)
                .append('\n');
        if (!alerts.isEmpty()) {
            yaml.append("        exp_samples:\n");
            yaml.append(alerts.stream()
                    .sorted()
                    .map(alert -> "          - labels: '{alertname=\"" + alert + "\"}'\n            value: 1\n")
                    .collect(Collectors.joining()));
        }
        return yaml.toString();
    }

    private static String labelled(String name) {
        String probe = "job=\"rung\",instance=\"shop:8080\"";
        if (name.endsWith("stage")) {
            return name.replaceFirst("stage$", "stage=\"api\",pipeline=\"bopis\"," + probe + "}");
        }
        if (name.endsWith("{")) {
            return name + "pipeline=\"bopis\"," + probe + "}";
        }
        if (name.contains("verdict")) {
            return name + ",pipeline=\"bopis\"," + probe + "}";
        }
        return name.contains("{") ? name + "," + probe + "}" : name + "{" + probe + "}";
    }
}
