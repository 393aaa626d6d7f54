package rung.core.evidence;

/** What is proven of an edge in a window. */
public enum State {
    /** At least the rule's share of the window's sales were in time, at the rule's confidence. */
    KEPT,
    /** Less than the rule's share were in time, at the rule's confidence. */
    MISSED,
    /** Neither is proven. */
    UNDECIDED
}
