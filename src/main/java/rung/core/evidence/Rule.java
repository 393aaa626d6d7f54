package rung.core.evidence;

/**
 * What a claim has to prove: that at least {@code share} of a window's sales kept an edge, at {@code confidence}.
 *
 * @param share of the sales, strictly between 0 and 1
 * @param confidence that a claim, made at whatever moment, is not false; strictly between 0 and 1
 */
public record Rule(double share, double confidence) {
    public Rule {
        requireShare("share", share);
        requireShare("confidence", confidence);
    }

    /** The share that may be late. */
    double lateAllowed() {
        return 1 - share;
    }

    /** The evidence that a claim needs, as a natural logarithm: the claim may be false once in 1/alpha. */
    double logThreshold() {
        return logThreshold(confidence);
    }

    static double logThreshold(double confidence) {
        return -Math.log1p(-confidence);
    }

    private static void requireShare(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is not strictly between 0 and 1: " + value);
        }
    }
}
