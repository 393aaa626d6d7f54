package rung.reporter.grafana;

import java.util.List;

/**
 * A dashboard of Grafana.
 *
 * @param uid by which it is linked, and the name of its file
 * @param rows from top to bottom
 */
record Sheet(String uid, String title, String description, List<Row> rows) {
    /**
     * Some panels under one heading.
     *
     * @param isRepeated whether there is one for each chosen pipeline
     */
    record Row(String title, boolean isRepeated, List<Panel> panels) {}
}
