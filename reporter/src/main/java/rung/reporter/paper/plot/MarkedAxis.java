package rung.reporter.paper.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import rung.reporter.chart.Tick;

/**
 * An axis whose places and labels are those of the pages' charts: durations on a logarithmic scale, moments of a calendar,
 * shares. Its unit is that in which their labels count.
 */
final class MarkedAxis extends NumberAxis {
    private static final long serialVersionUID = 1;

    private final transient List<Tick> marks;

    private MarkedAxis(String caption, double from, double to, List<Tick> marks) {
        super(caption.isEmpty() ? null : caption);
        this.marks = List.copyOf(marks);
        setAutoRange(false);
        setRange(from, to);
        setTickLabelFont(Theme.label());
        setTickLabelPaint(Theme.SOFT);
        setTickLabelInsets(new RectangleInsets(1, 2, 1, 2));
        setTickMarkOutsideLength(2);
        setTickMarkPaint(Theme.EDGE);
        setAxisLinePaint(Theme.EDGE);
        setLabelFont(Theme.label());
        setLabelPaint(Theme.SOFT);
        setLabelInsets(new RectangleInsets(2, 0, 0, 0));
    }

    /** Below a plot, with a caption. */
    static MarkedAxis level(String caption, double to, List<Tick> marks) {
        return new MarkedAxis(caption, 0, to, marks);
    }

    /** Left of a plot. */
    static MarkedAxis upright(double to, List<Tick> marks) {
        MarkedAxis axis = new MarkedAxis("", 0, to, marks);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        return axis;
    }

    @Override
    public List<NumberTick> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
        boolean isLevel = RectangleEdge.isTopOrBottom(edge);
        return marks.stream()
                .map(mark -> new NumberTick(
                        mark.at(),
                        mark.label(),
                        isLevel ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT,
                        TextAnchor.CENTER,
                        0))
                .toList();
    }
}
