package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Lateness at a fixed phase of every slot: whether a slot's sale is late depends on its random moment alone, so that slots
 * are independent and alike. Nothing leaves more to chance.
 *
 * @param course whose slots they are
 * @param share of each slot in which a sale takes twice the edge; at all other times it takes 1 s
 * @param phase from 0 to 1: where in the slot that is
 */
record ByTheClock(Course course, double share, double phase) implements Truth {
    private static final Duration USUAL = Duration.ofSeconds(1);

    @Override
    public Optional<Instant> shown(long slot, Instant sale) {
        long length = course.slot().toNanos();
        long late = Math.round(length * share);
        long from = (long) (phase * (length - late));
        long offset = Duration.between(Course.NOON.plus(course.slot().multipliedBy(slot)), sale)
                .toNanos();
        boolean isLate = offset >= from && offset < from + late;
        return Optional.of(isLate ? sale.plus(course.edge().multipliedBy(2)) : sale.plus(USUAL));
    }

    /** The late share of time by number of slots, from 0; that of no slots is 0. */
    double[] lateShares() {
        double[] shares = new double[course.slots() + 1];
        double one = (double) Math.round(course.slot().toNanos() * share)
                / course.slot().toNanos();
        Arrays.fill(shares, 1, shares.length, one);
        return shares;
    }
}
