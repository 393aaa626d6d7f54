package rung.core.evidence;

import java.time.Duration;

/**
 * Between what bounds the age of a table lay, as its readers saw it, at every moment of a window. Both curves cover the
 * same time.
 *
 * @param oldest time since the oldest sale that surely did not show yet, zero while there was none: the age at least
 * @param newest time since the newest sale of which it is known that it and all before it showed: the age at most
 */
public record AgeBand(AgeCurve oldest, AgeCurve newest) {
    public AgeBand {
        if (!oldest.from().equals(newest.from()) || !oldest.to().equals(newest.to())) {
            throw new IllegalArgumentException("the curves cover different times");
        }
    }

    /** The average over time. */
    public AgeRange mean() {
        return new AgeRange(oldest.mean(), newest.mean());
    }

    /** The largest age. */
    public AgeRange peak() {
        return new AgeRange(oldest.peak(), newest.peak());
    }

    /** The age that is not exceeded for a share {@code quantile} of the time, from 0 to 1. */
    public AgeRange quantile(double quantile) {
        return new AgeRange(oldest.quantile(quantile), newest.quantile(quantile));
    }

    /** The share of time with an age over {@code edge}. */
    public ShareRange shareOver(Duration edge) {
        return new ShareRange(oldest.shareOver(edge), newest.shareOver(edge));
    }
}
