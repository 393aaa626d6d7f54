package rung.reporter.paper.plot;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/** Slanted lines over what is not known, drawn one by one: paper has no pattern of its own. */
final class Hatch extends AbstractXYAnnotation {
    private static final long serialVersionUID = 1;
    private static final double STEP = 5;

    private final double left;
    private final double low;
    private final double right;
    private final double high;

    /** Over a rectangle in the units of the axes. */
    Hatch(double left, double low, double right, double high) {
        this.left = left;
        this.low = low;
        this.right = right;
        this.high = high;
    }

    @Override
    public void draw(
            Graphics2D graphics,
            XYPlot plot,
            Rectangle2D area,
            ValueAxis level,
            ValueAxis upright,
            int index,
            PlotRenderingInfo info) {
        double x0 = level.valueToJava2D(left, area, RectangleEdge.BOTTOM);
        double x1 = level.valueToJava2D(right, area, RectangleEdge.BOTTOM);
        double y0 = upright.valueToJava2D(high, area, RectangleEdge.LEFT);
        double y1 = upright.valueToJava2D(low, area, RectangleEdge.LEFT);
        graphics.setPaint(Theme.HATCH);
        graphics.setStroke(Theme.THIN);
        double height = y1 - y0;
        for (double sum = Math.floor((x0 + y0) / STEP) * STEP; sum < x1 + y1; sum += STEP) {
            double from = Math.max(x0, sum - y1);
            double to = Math.min(x1, sum - y1 + height);
            if (to - from > 0.1) {
                graphics.draw(new Line2D.Double(from, sum - from, to, sum - to));
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
