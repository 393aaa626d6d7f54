package rung.reporter.paper.plot;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;
import rung.core.config.Durations;
import rung.core.evidence.IntervalHistogram;
import rung.core.evidence.WindowEvidence;
import rung.reporter.chart.DurationAxis;
import rung.reporter.chart.Extent;
import rung.reporter.chart.Percentile;
import rung.reporter.chart.Spectrum;
import rung.reporter.chart.Subject;
import rung.reporter.chart.Tick;

/** {@link Spectrum} on paper: as far as the sample goes, and hatched beyond. */
public final class SpectrumPlot {
    private static final double WIDTH = 400;
    private static final double HEIGHT = 200;
    private static final double MARGIN = 26;

    private SpectrumPlot() {}

    /** Draws the mature slots of {@code evidence}. */
    public static JFreeChart of(Subject subject, WindowEvidence evidence) {
        IntervalHistogram histogram = evidence.histogram();
        List<Percentile> percentiles = Spectrum.QUANTILES.stream()
                .map(quantile -> Percentile.of(quantile, histogram))
                .toList();
        Duration most = percentiles.stream()
                .map(Percentile::largest)
                .reduce(
                        subject.edge().orElse(Duration.ofSeconds(30)),
                        (one, other) -> one.compareTo(other) > 0 ? one : other);
        DurationAxis axis = DurationAxis.covering(subject.ladder(), Extent.least(histogram), most, 0, HEIGHT);
        List<Tick> names = Spectrum.QUANTILES.stream()
                .map(quantile -> new Tick(x(quantile), Percentile.name(quantile)))
                .toList();
        XYPlot plot = Theme.plot(
                MarkedAxis.level(String.format(Locale.ROOT, "%,d slots old enough", histogram.count()), WIDTH, names),
                MarkedAxis.upright(HEIGHT, Tick.upright(axis.candidates())));
        Theme.levelBands(plot, axis.bands());
        if (histogram.count() == 0) {
            Theme.nothing(plot, "no sale is old enough to be counted");
        } else {
            marks(plot, axis, percentiles);
            unsupported(plot, percentiles, histogram);
        }
        Theme.levelPromise(
                plot,
                subject.edge().map(axis::at),
                subject.edge().map(edge -> "promised " + Durations.words(edge)).orElse(""));
        return Theme.chart(plot);
    }

    private static double x(double quantile) {
        return MARGIN + Spectrum.place(quantile) * (WIDTH - 2 * MARGIN);
    }

    private static void marks(XYPlot plot, DurationAxis axis, List<Percentile> percentiles) {
        YIntervalSeries known = new YIntervalSeries("percentiles");
        XYSeries atLeast = new XYSeries("at least");
        for (int i = 0; i < percentiles.size(); i++) {
            double x = x(Spectrum.QUANTILES.get(i));
            Optional<Percentile.Known> one = percentiles.get(i).known();
            if (one.isPresent()) {
                known.add(
                        x,
                        axis.at(one.get().estimate()),
                        axis.at(one.get().lower()),
                        axis.at(one.get().upper()));
            } else if (!percentiles.get(i).surely().isZero()) {
                atLeast.add(x, axis.at(percentiles.get(i).surely()));
            }
        }
        YIntervalSeriesCollection intervals = new YIntervalSeriesCollection();
        intervals.addSeries(known);
        XYErrorRenderer dots = new XYErrorRenderer();
        dots.setDrawXError(false);
        dots.setErrorPaint(Theme.DATA);
        dots.setErrorStroke(Theme.LINE);
        dots.setCapLength(5);
        dots.setSeriesLinesVisible(0, true);
        dots.setSeriesStroke(0, Theme.THIN);
        dots.setSeriesPaint(0, Theme.DATA);
        dots.setSeriesShape(0, new Ellipse2D.Double(-1.9, -1.9, 3.8, 3.8));
        plot.setDataset(0, intervals);
        plot.setRenderer(0, dots);
        plot.setDataset(1, new XYSeriesCollection(atLeast));
        plot.setRenderer(1, open(triangle()));
    }

    /** Marks that are only an outline. */
    static XYLineAndShapeRenderer open(Shape shape) {
        XYLineAndShapeRenderer open = new XYLineAndShapeRenderer(false, true);
        open.setSeriesShape(0, shape);
        open.setUseFillPaint(true);
        open.setSeriesFillPaint(0, Color.WHITE);
        open.setUseOutlinePaint(true);
        open.setSeriesOutlinePaint(0, Theme.PROMISE);
        open.setSeriesOutlineStroke(0, Theme.LINE);
        return open;
    }

    /** Points up from its place: at least, and still rising. */
    static Shape triangle() {
        Path2D triangle = new Path2D.Double();
        triangle.moveTo(-2.6, 0);
        triangle.lineTo(0, -4.6);
        triangle.lineTo(2.6, 0);
        triangle.closePath();
        return triangle;
    }

    private static void unsupported(XYPlot plot, List<Percentile> percentiles, IntervalHistogram histogram) {
        List<Double> places = new ArrayList<>();
        for (int i = 0; i < percentiles.size(); i++) {
            if (percentiles.get(i).known().isEmpty()) {
                places.add(i == 0 ? 0 : (x(Spectrum.QUANTILES.get(i - 1)) + x(Spectrum.QUANTILES.get(i))) / 2);
            }
        }
        if (!places.isEmpty()) {
            plot.addAnnotation(new Hatch(places.get(0), 0, WIDTH, HEIGHT));
            Theme.words(
                    plot,
                    Spectrum.isTooFew(percentiles, histogram) ? "too few sales" : "too many not seen",
                    (places.get(0) + WIDTH) / 2,
                    HEIGHT / 2,
                    TextAnchor.CENTER);
        }
    }
}
