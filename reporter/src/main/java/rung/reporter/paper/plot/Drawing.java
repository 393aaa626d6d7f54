package rung.reporter.paper.plot;

import java.util.function.Supplier;
import org.jfree.chart.JFreeChart;

/**
 * How a chart is drawn on paper.
 *
 * @param height that it takes, in millimetres
 * @param chart makes it, when its page is written
 */
public record Drawing(int height, Supplier<JFreeChart> chart) {}
