/**
 * Latency charts as pure functions from evidence to static SVG text, each with its reading in words and its table.
 *
 * <p>A picture has no colours of its own; {@code chart.css} gives them to these classes:
 * {@code c-chart} and {@code c-strip} for the picture; {@code c-t0} to {@code c-t9} set the colour of a tier, for
 * {@code c-tint} (its band) {@code c-mark} (a sale on it) and {@code c-span} (many); {@code c-h1} to {@code c-h6} from few sales to many, on
 * {@code c-ground}; {@code c-edge} (of a tier), {@code c-over} (above a heat map), {@code c-grid}, {@code c-axis};
 * {@code c-surely}, {@code c-possibly}, {@code c-between} and {@code c-below} for what is known as two lines;
 * {@code c-dot}, {@code c-bar}, {@code c-whisker}, {@code c-interval}, {@code c-half}, {@code c-most} for percentiles;
 * {@code c-open} for what is not seen and {@code c-hatch}, also {@code c-strong}, for what is not known;
 * {@code c-promise}, {@code c-flag}, {@code c-goal}, {@code c-objective} for the promise; {@code c-window},
 * {@code c-look}, {@code c-end}, {@code c-gap}, {@code c-commit} for time; {@code c-label}, {@code c-caption},
 * {@code c-sign}, {@code c-name}, {@code c-note}, {@code c-none} for text, {@code c-wide} for text that a narrow picture
 * leaves out. Put a picture into an element of class {@code c-figure}, so that its labels grow where it is narrow.
 */
@NullMarked
package rung.reporter.chart;

import org.jspecify.annotations.NullMarked;
