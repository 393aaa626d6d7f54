package rung.probe.virtual;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import rung.core.measure.Injection;
import rung.core.time.VirtualTimeline;

/**
 * A compaction stall or an outage: holds all that comes while it is closed, lets it go in its order at the end, and lets
 * pass at once what comes while it is open.
 */
public final class Gate implements Transit {
    private static final Stretch NEVER = new Stretch(Instant.MAX, Instant.MAX);

    private final VirtualTimeline timeline;
    private final Iterator<Stretch> closed;
    private final Transit next;
    private Stretch upcoming = new Stretch(Instant.MIN, Instant.MIN);

    /** @param closed when it is closed, in rising order; taken as time goes by, so there may be no end of them */
    public Gate(VirtualTimeline timeline, Iterator<Stretch> closed, Transit next) {
        this.timeline = timeline;
        this.closed = closed;
        this.next = next;
    }

    /** A gate that is closed during the stretches listed, such as one long spell. */
    public static Gate closedDuring(VirtualTimeline timeline, List<Stretch> closed, Transit next) {
        return new Gate(timeline, List.copyOf(closed).iterator(), next);
    }

    @Override
    public void enter(Injection injection) {
        Instant now = timeline.now();
        while (!upcoming.until().isAfter(now)) {
            advance();
        }
        if (now.isBefore(upcoming.from())) {
            next.enter(injection);
        } else {
            timeline.at(upcoming.until(), () -> next.enter(injection));
        }
    }

    private void advance() {
        Instant ended = upcoming.until();
        upcoming = closed.hasNext() ? closed.next() : NEVER;
        if (upcoming.from().isBefore(ended)) {
            throw new IllegalArgumentException(upcoming + " begins before the one before it ended, at " + ended);
        }
    }
}
