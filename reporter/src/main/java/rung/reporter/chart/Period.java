package rung.reporter.chart;

import java.time.Instant;
import java.util.List;
import rung.core.measure.TimeWindow;

/**
 * The time that a chart shows.
 *
 * @param window from its left end to its right
 * @param declared the declared windows, shaded and named where they lie in {@code window}
 * @param look the moment up to which the facts are complete; nothing is drawn after it
 */
public record Period(TimeWindow window, List<TimeWindow> declared, Instant look) {
    public Period {
        declared = List.copyOf(declared);
    }

    /** The last moment of the window of which anything is known. */
    public Instant known() {
        return look.isBefore(window.to()) ? look : window.to();
    }
}
