package rung.reporter.grafana;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A rule of Prometheus: it records a series, or it alerts.
 *
 * @param isAlert whether it alerts
 * @param name of the series or of the alert
 * @param expression what it asks, in PromQL; may have several lines
 * @param lasting how long an alert's expression must hold before it fires, such as {@code 2m}; empty for at once
 * @param labels that it adds
 * @param annotations that an alert is told with
 */
record Rule(
        boolean isAlert,
        String name,
        String expression,
        String lasting,
        Map<String, String> labels,
        Map<String, String> annotations) {
    static Rule record(String name, String expression) {
        return new Rule(false, name, expression, "", Map.of(), Map.of());
    }

    /** The same with more labels. */
    Rule with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(labels);
        all.putAll(more);
        return new Rule(isAlert, name, expression, lasting, all, annotations);
    }

    /**
     * An alert.
     *
     * @param summary a sentence without figures
     * @param description what it means, and what to do; may be templated
     */
    static Rule alert(
            String name, String expression, String lasting, Severity severity, String summary, String description) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("summary", summary);
        annotations.put("description", description);
        annotations.put("dashboard_url", "/d/freshness-pipeline?var-pipeline={{ $labels.pipeline }}");
        return new Rule(true, name, expression, lasting, Map.of("severity", severity.label()), annotations);
    }

    /** How soon somebody should look. */
    enum Severity {
        CRITICAL,
        WARNING;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A file of one group. */
    static String file(String group, List<Rule> rules) {
        return "# Made by the build from the catalogue of metrics; grafana/README.md says how.\ngroups:\n  - name: "
                + group + "\n    rules:\n" + rules.stream().map(Rule::yaml).collect(Collectors.joining());
    }

    private String yaml() {
        StringBuilder yaml = new StringBuilder();
        yaml.append("      - ")
                .append(isAlert ? "alert" : "record")
                .append(": ")
                .append(name)
                .append('\n');
        yaml.append("        expr: |-\n");
        expression.strip().lines().forEach(line -> yaml.append("          ")
                .append(line)
                .append('\n'));
        if (!lasting.isEmpty()) {
            yaml.append("        for: ").append(lasting).append('\n');
        }
        map(yaml, "labels", labels);
        map(yaml, "annotations", annotations);
        return yaml.toString();
    }

    private static void map(StringBuilder yaml, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            yaml.append("        ").append(name).append(":\n");
            values.forEach((key, value) -> yaml.append("          ")
                    .append(key)
                    .append(": '")
                    .append(value.replace("'", "''"))
                    .append("'\n"));
        }
    }
}
