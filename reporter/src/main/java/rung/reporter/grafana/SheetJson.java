package rung.reporter.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import rung.reporter.metrics.Metric;
import rung.reporter.report.ReportJson;

/** A dashboard as Grafana reads it from a file: its classic model, which every version loads. */
final class SheetJson {
    private static final int SCHEMA = 38;
    private static final int COLUMNS = 24;
    private static final String SOURCE = "${datasource}";

    /** Tiers as they are coloured everywhere, so that red is never the only sign. */
    private static final Map<String, List<String>> TIERS = Map.of(
            "4", List.of("T4", "#009E73"),
            "3", List.of("T3", "#0072B2"),
            "2", List.of("T2", "#E69F00"),
            "1", List.of("T1", "#D55E00"),
            "0", List.of("off the ladder", "#000000"));

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private int nextId = 1;
    private int top;

    private SheetJson() {}

    static String write(Sheet sheet) {
        return ReportJson.text(new SheetJson().tree(sheet));
    }

    private ObjectNode tree(Sheet sheet) {
        root.put("uid", sheet.uid());
        root.put("title", sheet.title());
        root.put("description", sheet.description());
        root.putArray("tags").add("freshness");
        root.put("schemaVersion", SCHEMA);
        root.put("editable", false);
        root.put("graphTooltip", 1);
        root.put("refresh", "30s");
        root.put("timezone", "browser");
        root.putObject("time").put("from", "now-6h").put("to", "now");
        annotations();
        links();
        variables();
        ArrayNode panels = root.putArray("panels");
        sheet.rows().forEach(row -> row(panels, row));
        return root;
    }

    private void annotations() {
        ArrayNode list = root.putObject("annotations").putArray("list");
        annotation(
                list,
                "Tier changed",
                "changes(" + Metric.TIER_KEPT.title()
                        + "{job=~\"$job\",instance=~\"$instance\",pipeline=~\"$pipeline\"}[5m])" + " > 0",
                "{{pipeline}} at {{stage}}");
        annotation(
                list,
                "Alerts",
                "ALERTS{alertname=~\"Freshness.*\",alertstate=\"firing\"}",
                "{{alertname}} {{pipeline}}");
    }

    private static void annotation(ArrayNode list, String name, String expression, String text) {
        ObjectNode one = list.addObject();
        one.put("name", name);
        one.put("enable", true);
        one.put("iconColor", "#D55E00");
        source(one);
        one.put("expr", expression);
        one.put("step", "60s");
        one.put("titleFormat", name);
        one.put("textFormat", text);
    }

    private void links() {
        ObjectNode link = root.putArray("links").addObject();
        link.put("type", "dashboards");
        link.put("title", "Freshness");
        link.putArray("tags").add("freshness");
        link.put("asDropdown", false);
        link.put("includeVars", true);
        link.put("keepTime", true);
    }

    private void variables() {
        ArrayNode list = root.putObject("templating").putArray("list");
        ObjectNode source = list.addObject();
        source.put("type", "datasource");
        source.put("name", "datasource");
        source.put("label", "Data source");
        source.put("query", "prometheus");
        source.put("refresh", 1);
        String build = Metric.BUILD.title();
        variable(list, "job", "Job", "label_values(" + build + ", job)");
        variable(list, "instance", "Instance", "label_values(" + build + "{job=~\"$job\"}, instance)");
        String slots = Metric.SLOTS.title() + "{job=~\"$job\",instance=~\"$instance\"";
        variable(list, "pipeline", "Pipeline", "label_values(" + slots + "}, pipeline)");
        variable(list, "stage", "Stage", "label_values(" + slots + ",pipeline=~\"$pipeline\"}, stage)");
    }

    private static void variable(ArrayNode list, String name, String label, String query) {
        ObjectNode one = list.addObject();
        one.put("type", "query");
        one.put("name", name);
        one.put("label", label);
        source(one);
        one.put("query", query);
        one.put("definition", query);
        one.put("refresh", 2);
        one.put("sort", 1);
        one.put("multi", true);
        one.put("includeAll", true);
        one.put("allValue", ".+");
        ObjectNode current = one.putObject("current");
        current.put("selected", true);
        current.put("text", "All");
        current.put("value", "$__all");
    }

    private static void source(ObjectNode node) {
        node.putObject("datasource").put("type", "prometheus").put("uid", SOURCE);
    }

    private void row(ArrayNode panels, Sheet.Row row) {
        ObjectNode heading = panels.addObject();
        heading.put("type", "row");
        heading.put("id", nextId++);
        heading.put("title", row.title());
        heading.put("collapsed", false);
        if (row.isRepeated()) {
            heading.put("repeat", "pipeline");
        }
        place(heading, 0, COLUMNS, 1);
        heading.putArray("panels");
        top++;
        int left = 0;
        int tallest = 0;
        for (Panel panel : row.panels()) {
            if (left + panel.width() > COLUMNS) {
                top += tallest;
                left = 0;
                tallest = 0;
            }
            panel(panels.addObject(), panel, left);
            left += panel.width();
            tallest = Math.max(tallest, panel.height());
        }
        top += tallest;
    }

    private void place(ObjectNode panel, int left, int width, int height) {
        panel.putObject("gridPos").put("x", left).put("y", top).put("w", width).put("h", height);
    }

    private void panel(ObjectNode json, Panel panel, int left) {
        json.put("type", panel.type());
        json.put("id", nextId++);
        json.put("title", panel.title());
        json.put("description", panel.description());
        source(json);
        place(json, left, panel.width(), panel.height());
        ObjectNode defaults = json.putObject("fieldConfig").putObject("defaults");
        defaults.put("unit", panel.unit());
        if (panel.isLogarithmic()) {
            defaults.putObject("custom")
                    .putObject("scaleDistribution")
                    .put("type", "log")
                    .put("log", 10);
        }
        if (panel.type().equals("state-timeline")) {
            tiers(defaults);
        }
        json.withObject("/fieldConfig").putArray("overrides");
        options(json.putObject("options"), panel);
        ArrayNode targets = json.putArray("targets");
        for (Panel.Query query : panel.queries()) {
            target(targets.addObject(), panel, query, targets.size());
        }
        if (panel.type().equals("table")) {
            table(json, panel);
        }
    }

    private static void tiers(ObjectNode defaults) {
        ObjectNode mapping = defaults.putArray("mappings").addObject();
        mapping.put("type", "value");
        ObjectNode options = mapping.putObject("options");
        TIERS.keySet().stream().sorted().forEach(tier -> options.putObject(tier)
                .put("text", TIERS.getOrDefault(tier, List.of()).get(0))
                .put("color", TIERS.getOrDefault(tier, List.of()).get(1)));
    }

    private static void options(ObjectNode options, Panel panel) {
        switch (panel.type()) {
            case "timeseries" ->
                options.putObject("legend").put("displayMode", "list").put("placement", "bottom");
            case "heatmap" -> {
                options.put("calculate", false);
                options.putObject("yAxis").put("unit", panel.unit());
                options.putObject("color").put("mode", "scheme").put("scheme", "Viridis");
                options.putObject("exemplars").put("color", "#D55E00");
            }
            case "stat" -> options.putObject("reduceOptions").putArray("calcs").add("lastNotNull");
            default -> {}
        }
    }

    private static void target(ObjectNode target, Panel panel, Panel.Query query, int number) {
        source(target);
        target.put("refId", String.valueOf((char) ('A' + number - 1)));
        target.put("expr", query.expression());
        target.put("legendFormat", query.legend());
        target.put("instant", query.isInstant());
        target.put("range", !query.isInstant());
        if (panel.type().equals("heatmap")) {
            target.put("format", "heatmap");
            target.put("exemplar", true);
        } else if (panel.type().equals("table")) {
            target.put("format", "table");
        }
    }

    /** The queries of a table side by side, each a column under its own name. */
    private static void table(ObjectNode json, Panel panel) {
        ArrayNode transformations = json.putArray("transformations");
        transformations.addObject().put("id", "merge").putObject("options");
        ObjectNode organize = transformations.addObject().put("id", "organize").putObject("options");
        organize.putObject("excludeByName").put("Time", true);
        ObjectNode names = organize.putObject("renameByName");
        for (int i = 0; i < panel.queries().size(); i++) {
            names.put("Value #" + (char) ('A' + i), panel.queries().get(i).legend());
        }
    }
}
