package rung.reporter.chart;

import rung.core.evidence.WindowEvidence;

/**
 * One stage on the way of a count.
 *
 * @param name as people call it; what cannot be seen in it is replaced, and a long one is cut
 * @param evidence of the same window as that of the other stages
 */
public record Segment(String name, WindowEvidence evidence) {
    public Segment {
        name = Plain.name(name);
    }
}
