package rung.probe.calibration;

import java.time.Duration;

/**
 * How much is put into a calibration.
 *
 * @param runs windows of each known pipeline, at least 2
 * @param threads on which they are measured
 * @param span for which the machine is watched
 * @param looks at each configured stage
 */
public record Effort(int runs, int threads, Duration span, int looks) {
    /** What `rung calibrate` takes when nothing else is said. */
    public static final int FULL_RUNS = 40;

    private static final int QUICK_RUNS = 4;
    private static final int LOOKS = 50;

    public Effort {
        if (runs < 2) {
            throw new IllegalArgumentException("runs are " + runs + "; what is spread needs 2 or more");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads are " + threads);
        }
    }

    /** For a person who asks what the instrument can resolve. */
    public static Effort full(int runs) {
        return new Effort(runs, cores(), Duration.ofSeconds(4), LOOKS);
    }

    /** For a page of a report: some three seconds, before the measurement. */
    public static Effort quick() {
        return new Effort(QUICK_RUNS, cores(), Duration.ofSeconds(1), LOOKS);
    }

    private static int cores() {
        return Math.min(2, Runtime.getRuntime().availableProcessors());
    }
}
