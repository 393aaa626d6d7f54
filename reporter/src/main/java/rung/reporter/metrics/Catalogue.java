package rung.reporter.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.stream.Collectors;
import rung.reporter.report.ReportJson;

/** The catalogue of metrics for a reader: as a table, as lines, as JSON. */
public final class Catalogue {
    private Catalogue() {}

    /** A table of Markdown, as the README has it. */
    public static String markdown() {
        return Arrays.stream(Metric.values())
                .map(metric -> "| `" + metric.title() + "` | " + type(metric) + " | "
                        + String.join(", ", metric.labels()) + " | " + metric.meaning() + " |\n")
                .collect(Collectors.joining("", "| metric | type, unit | labels | meaning |\n|---|---|---|---|\n", ""));
    }

    /** Name, type, unit and labels of each on a line, and below it what it means. */
    public static String text() {
        return Arrays.stream(Metric.values())
                .map(metric -> metric.title() + "  " + type(metric)
                        + (metric.labels().isEmpty() ? "" : "  {" + String.join(", ", metric.labels()) + "}") + "\n    "
                        + metric.meaning() + "\n")
                .collect(Collectors.joining());
    }

    /** An array of objects with {@code name}, {@code type}, {@code unit}, {@code labels} and {@code meaning}. */
    public static String json() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Metric metric : Metric.values()) {
            ObjectNode one = all.addObject();
            one.put("name", metric.title());
            one.put("type", metric.kind().label());
            one.put("unit", metric.unit());
            ArrayNode labels = one.putArray("labels");
            metric.labels().forEach(labels::add);
            one.put("meaning", metric.meaning());
        }
        return ReportJson.text(all);
    }

    private static String type(Metric metric) {
        return metric.kind().label() + (metric.unit().isEmpty() ? "" : ", " + metric.unit());
    }
}
