package rung.reporter.chart;

import java.time.Instant;
import java.util.List;
import rung.core.measure.Mark;
import rung.core.measure.TimeWindow;

/**
 * The time that a chart shows.
 *
 * @param window from its left end to its right
 * @param declared the declared windows, shaded and named where they lie in {@code window}
 * @param marks what was noted beside the measurement, oldest first; numbered in the picture
 * @param look the moment up to which the facts are complete; nothing is drawn after it
 */
public record Period(TimeWindow window, List<TimeWindow> declared, List<Mark> marks, Instant look) {
    public Period {
        declared = List.copyOf(declared);
        marks = List.copyOf(marks);
    }

    /** A period of which nothing was noted. */
    public Period(TimeWindow window, List<TimeWindow> declared, Instant look) {
        this(window, declared, List.of(), look);
    }

    /** The last moment of the window of which anything is known. */
    public Instant known() {
        return look.isBefore(window.to()) ? look : window.to();
    }
}
