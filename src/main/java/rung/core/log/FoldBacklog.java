package rung.core.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which past hours, or days, are still to be folded, and when each is tried next: first when a tenth of its length has
 * passed since its end, and again whenever it is half as old again. Has no clock.
 */
final class FoldBacklog {
    /** How many are tried in one turn at most. */
    private static final int TRIES = 8;

    private static final int PATIENCE_FRACTION = 10;

    private final Duration length;
    private final Set<Instant> done;
    private final TreeMap<Instant, Instant> open = new TreeMap<>();
    private Instant next;

    /**
     * @param first the begin of the first one
     * @param done the begins of those that were folded before; emptied as time passes them
     */
    FoldBacklog(Duration length, Instant first, Set<Instant> done) {
        this.length = length;
        this.next = first;
        this.done = done;
    }

    /**
     * Tries what is due.
     *
     * @param fold folds the one that begins at a moment, and says whether it could
     * @return how many were folded
     */
    int work(Instant until, Predicate<Instant> fold) {
        int tries = 0;
        int folded = 0;
        for (Iterator<Map.Entry<Instant, Instant>> due = open.entrySet().iterator(); due.hasNext() && tries < TRIES; ) {
            Map.Entry<Instant, Instant> one = due.next();
            if (!one.getValue().isAfter(until)) {
                tries++;
                if (fold.test(one.getKey())) {
                    folded++;
                    due.remove();
                } else {
                    one.setValue(retry(one.getKey(), until));
                }
            }
        }
        for (; tries < TRIES && isDue(until); next = next.plus(length)) {
            if (!done.remove(next)) {
                tries++;
                if (fold.test(next)) {
                    folded++;
                } else {
                    open.put(next, retry(next, until));
                }
            }
        }
        return folded;
    }

    private boolean isDue(Instant until) {
        return !next.plus(length).plus(length.dividedBy(PATIENCE_FRACTION)).isAfter(until);
    }

    private static Instant retry(Instant begin, Instant until) {
        return until.plus(Duration.between(begin, until).dividedBy(2));
    }

    /** Whether all that begin before {@code moment} were folded. */
    boolean isDoneBefore(Instant moment) {
        return !next.isBefore(moment) && (open.isEmpty() || !open.firstKey().isBefore(moment));
    }
}
