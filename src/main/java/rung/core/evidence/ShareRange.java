package rung.core.evidence;

/**
 * A share that is known up to what reads could not tell; how far its sample may be off is not part of it.
 *
 * @param atLeast from 0 to {@code atMost}
 * @param atMost up to 1
 */
public record ShareRange(double atLeast, double atMost) {
    public ShareRange {
        if (!(atLeast >= 0 && atLeast <= atMost && atMost <= 1)) {
            throw new IllegalArgumentException("no range of shares: from " + atLeast + " to " + atMost);
        }
    }

    /** Whether {@code share} is in it, both ends included. */
    public boolean contains(double share) {
        return share >= atLeast && share <= atMost;
    }
}
