package rung.reporter.grafana;

import java.util.ArrayList;
import java.util.List;

/**
 * One panel of a dashboard.
 *
 * @param type as Grafana calls it
 * @param description what it says, and how it is to be read
 * @param unit as Grafana calls it, such as {@code s}
 * @param width of 24 columns
 * @param isLogarithmic whether its axis is
 */
record Panel(
        String type,
        String title,
        String description,
        String unit,
        int width,
        int height,
        boolean isLogarithmic,
        List<Query> queries) {
    /**
     * One query.
     *
     * @param legend of its series; empty for Grafana's own
     * @param isInstant whether only the newest value is asked for
     */
    record Query(String expression, String legend, boolean isInstant) {}

    static Panel lines(String title, String description, String unit) {
        return new Panel("timeseries", title, description, unit, 12, 8, false, List.of());
    }

    static Panel number(String title, String description, String unit) {
        return new Panel("stat", title, description, unit, 6, 4, false, List.of());
    }

    static Panel table(String title, String description, String unit) {
        return new Panel("table", title, description, unit, 24, 9, false, List.of());
    }

    static Panel states(String title, String description, String unit) {
        return new Panel("state-timeline", title, description, unit, 24, 8, false, List.of());
    }

    static Panel heatmap(String title, String description, String unit) {
        return new Panel("heatmap", title, description, unit, 12, 8, false, List.of());
    }

    /** The same on a logarithmic axis. */
    Panel logarithmic() {
        return new Panel(type, title, description, unit, width, height, true, queries);
    }

    /** The same with one query more. */
    Panel asking(String expression, String legend) {
        boolean isInstant = type.equals("table") || type.equals("stat");
        List<Query> more = new ArrayList<>(queries);
        more.add(new Query(expression, legend, isInstant));
        return new Panel(type, title, description, unit, width, height, isLogarithmic, List.copyOf(more));
    }
}
