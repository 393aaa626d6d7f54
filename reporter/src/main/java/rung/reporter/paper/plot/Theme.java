package rung.reporter.paper.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.awt.Stroke;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.Marker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import rung.reporter.chart.Band;

/**
 * How charts look on paper: tiers in the colours of Okabe and Ito with letter and shape, data in one dark blue, what is
 * promised in one dark red. Nothing is told by a colour alone, and nothing is transparent.
 */
final class Theme {
    static final Color INK = new Color(0x1a2129);
    static final Color SOFT = new Color(0x3d4752);
    static final Color EDGE = new Color(0x6f7984);
    static final Color GRID = new Color(0xdde2e6);
    static final Color DATA = new Color(0x1f3a68);
    static final Color BETWEEN = new Color(0xaab8d0);
    static final Color BELOW = new Color(0xe0e6ee);
    static final Color PROMISE = new Color(0x8a0035);
    static final Color HATCH = new Color(0x7a848e);
    static final Color WINDOW = new Color(0xe4e6e8);

    /** From few sales to many: cividis, whose lightness alone tells the steps apart. */
    static final List<Color> HEAT = List.of(
            new Color(0xd9cf9c),
            new Color(0xb0a77a),
            new Color(0x868579),
            new Color(0x5d6571),
            new Color(0x34466d),
            new Color(0x00204d));

    static final Stroke THIN = new BasicStroke(0.7f);
    static final Stroke LINE = new BasicStroke(1.3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final Stroke STRONG = new BasicStroke(1.7f);
    static final Stroke DOTTED =
            new BasicStroke(0.7f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {1f, 1.6f}, 0);
    static final Stroke DASHED =
            new BasicStroke(0.9f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {3f, 2.2f}, 0);

    /** Paper is drawn on in pixels, of which there are 96 to an inch. */
    private static final double LABEL = 8.4;

    private static final double TINT = 0.11;

    private Theme() {}

    static Font label() {
        return Fonts.plain(LABEL);
    }

    static Font strong() {
        return Fonts.bold(LABEL);
    }

    /** The colour of a tier, by its place on the ladder. */
    static Color tier(int number) {
        return switch (number) {
            case 0 -> new Color(0x000000);
            case 1 -> new Color(0xd55e00);
            case 2 -> new Color(0xe69f00);
            case 3 -> new Color(0x0072b2);
            case 4 -> new Color(0x009e73);
            default -> new Color(0x6b7280);
        };
    }

    /** A colour as it looks in light on white paper. */
    static Color tint(Color color, double share) {
        return new Color(light(color.getRed(), share), light(color.getGreen(), share), light(color.getBlue(), share));
    }

    private static int light(int channel, double share) {
        return (int) Math.round(255 - (255 - channel) * share);
    }

    /** An empty plot between two axes. */
    static XYPlot plot(ValueAxis level, ValueAxis upright) {
        XYPlot plot = new XYPlot(null, level, upright, null);
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
        plot.setInsets(new RectangleInsets(6, 1, 1, 16));
        return plot;
    }

    static JFreeChart chart(XYPlot plot) {
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        chart.setBackgroundPaint(null);
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        return chart;
    }

    /** The tiers as bands from left to right, each with its sign at the top. */
    static void uprightBands(XYPlot plot, List<Band> bands) {
        for (Band band : bands) {
            Marker marker = band(band);
            marker.setLabelAnchor(RectangleAnchor.TOP);
            marker.setLabelTextAnchor(TextAnchor.TOP_CENTER);
            plot.addDomainMarker(marker, Layer.BACKGROUND);
        }
        for (Band band : bands.subList(0, Math.max(0, bands.size() - 1))) {
            plot.addDomainMarker(line(band.to(), EDGE, DOTTED), Layer.BACKGROUND);
        }
    }

    /** The tiers as bands from bottom to top, each with its sign at the right. */
    static void levelBands(XYPlot plot, List<Band> bands) {
        for (Band band : bands) {
            Marker marker = band(band);
            marker.setLabelAnchor(RectangleAnchor.RIGHT);
            marker.setLabelTextAnchor(TextAnchor.CENTER_RIGHT);
            plot.addRangeMarker(marker, Layer.BACKGROUND);
        }
        for (Band band : bands.subList(0, Math.max(0, bands.size() - 1))) {
            plot.addRangeMarker(line(band.to(), EDGE, DOTTED), Layer.BACKGROUND);
        }
    }

    private static Marker band(Band band) {
        Marker marker = interval(band.from(), band.to(), tint(tier(band.tier()), TINT));
        if (band.length() >= 30) {
            marker.setLabel(band.sign());
            marker.setLabelFont(strong());
            marker.setLabelPaint(SOFT);
            marker.setLabelBackgroundColor(new Color(0, true));
        }
        return marker;
    }

    static Marker interval(double from, double to, Paint paint) {
        Marker marker = new IntervalMarker(Math.min(from, to), Math.max(from, to), paint);
        marker.setAlpha(1);
        return marker;
    }

    static Marker line(double at, Color color, Stroke stroke) {
        Marker marker = new ValueMarker(at, color, stroke);
        marker.setAlpha(1);
        return marker;
    }

    /** Words at a place of the plot, on white. */
    static void words(XYPlot plot, String text, double x, double y, TextAnchor anchor) {
        XYTextAnnotation words = new XYTextAnnotation(text, x, y);
        words.setFont(label());
        words.setPaint(INK);
        words.setTextAnchor(anchor);
        words.setBackgroundPaint(Color.WHITE);
        plot.addAnnotation(words);
    }

    /** What says in the middle of a plot why nothing is drawn. */
    static void nothing(XYPlot plot, String why) {
        plot.addAnnotation(new Hatch(
                plot.getDomainAxis().getLowerBound(),
                plot.getRangeAxis().getLowerBound(),
                plot.getDomainAxis().getUpperBound(),
                plot.getRangeAxis().getUpperBound()));
        words(
                plot,
                why,
                plot.getDomainAxis().getRange().getCentralValue(),
                plot.getRangeAxis().getRange().getCentralValue(),
                TextAnchor.CENTER);
    }

    /** The promised edge across a plot whose upright axis has stalenesses. */
    static void levelPromise(XYPlot plot, Optional<Double> at, String label) {
        at.ifPresent(y -> {
            plot.addRangeMarker(line(y, PROMISE, STRONG), Layer.FOREGROUND);
            boolean isHigh = y > plot.getRangeAxis().getUpperBound() * 0.85;
            words(
                    plot,
                    label,
                    plot.getDomainAxis().getLowerBound() + 4,
                    isHigh ? y - 4 : y + 4,
                    isHigh ? TextAnchor.TOP_LEFT : TextAnchor.BOTTOM_LEFT);
        });
    }
}
