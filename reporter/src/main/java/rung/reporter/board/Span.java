package rung.reporter.board;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How far back a reader looks. */
public enum Span {
    /** The period that the verdict is about. */
    RUN("run", Duration.ZERO),
    HOUR("1h", Duration.ofHours(1)),
    DAY("24h", Duration.ofHours(24)),
    MONTH("30d", Duration.ofDays(30)),
    QUARTER("90d", Duration.ofDays(90));

    private final String label;
    private final Duration length;

    Span(String label, Duration length) {
        this.label = label;
        this.length = length;
    }

    /** As addresses and buttons write it. */
    public String label() {
        return label;
    }

    /** How long it is; zero for the period of the verdict. */
    public Duration length() {
        return length;
    }

    /** The span with this label; empty when there is none. */
    public static Optional<Span> labelled(String label) {
        return Arrays.stream(values()).filter(span -> span.label.equals(label)).findFirst();
    }
}
