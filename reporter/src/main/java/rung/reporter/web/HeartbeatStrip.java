package rung.reporter.web;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import rung.core.evidence.ShareRange;
import rung.reporter.board.Cell;
import rung.reporter.board.Heartbeat;

/**
 * A row of cells as SVG: the height of a cell's dark part is the share of its sales that were late, so that two late
 * minutes do not paint a day; what was not measured is hatched, and what is too young to be judged is hollow.
 */
final class HeartbeatStrip {
    private static final int PITCH = 4;
    private static final int WIDTH = 3;
    private static final int HEIGHT = 24;

    /** The least of a late part that an eye can see. */
    private static final int LEAST = 4;

    private HeartbeatStrip() {}

    static String svg(Heartbeat heartbeat, double allowed, String label) {
        Map<Cell.State, StringBuilder> paths = new EnumMap<>(Cell.State.class);
        StringBuilder base = new StringBuilder();
        List<Cell> cells = heartbeat.cells();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            Cell.State state = cell.state(allowed);
            int x = i * PITCH;
            switch (state) {
                case EMPTY, OPEN -> bar(paths, state, x, 0, HEIGHT);
                case FRESH -> bar(base, x, 0, HEIGHT);
                case MIXED, STALE -> {
                    double late = 1 - cell.inTime().map(ShareRange::atLeast).orElse(0.0);
                    int height = Math.max(LEAST, (int) Math.round(late * HEIGHT));
                    bar(base, x, 0, HEIGHT - height);
                    bar(paths, state, x, HEIGHT - height, height);
                }
            }
        }
        int width = Math.max(PITCH, cells.size() * PITCH);
        StringBuilder svg = new StringBuilder("<svg class=\"beat\" role=\"img\" viewBox=\"0 0 " + width + " " + HEIGHT
                + "\" preserveAspectRatio=\"none\" aria-label=\"" + Html.escaped(label) + "\">");
        path(svg, "fresh", base);
        paths.forEach((state, d) -> path(svg, state.name().toLowerCase(Locale.ROOT), d));
        return svg.append("</svg>").toString();
    }

    private static void bar(Map<Cell.State, StringBuilder> paths, Cell.State state, int x, int y, int height) {
        bar(paths.computeIfAbsent(state, key -> new StringBuilder()), x, y, height);
    }

    private static void bar(StringBuilder path, int x, int y, int height) {
        if (height > 0) {
            path.append('M')
                    .append(x)
                    .append(' ')
                    .append(y)
                    .append("h")
                    .append(WIDTH)
                    .append('v')
                    .append(height)
                    .append("h-")
                    .append(WIDTH)
                    .append('z');
        }
    }

    private static void path(StringBuilder svg, String style, StringBuilder d) {
        if (d.length() > 0) {
            svg.append("<path class=\"b-")
                    .append(style)
                    .append("\" d=\"")
                    .append(d)
                    .append("\"/>");
        }
    }
}
