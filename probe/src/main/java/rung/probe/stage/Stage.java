package rung.probe.stage;

import java.util.List;
import java.util.Set;
import rung.core.measure.Commit;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.measure.Told;

/**
 * A place where the count of a synthetic key can be read. Opening one does no I/O; the first read does. Used by one
 * thread at a time.
 */
public interface Stage extends AutoCloseable {
    /**
     * Looks at the stage once.
     *
     * <p>What the world does wrong (refused, timed out, no such table, a count that is no number) comes back as a {@link
     * Reading.Gap} for the keys that it leaves unknown, with a reason that names cause and cure; it is never an
     * exception and never an old count. Each key is in exactly one of the newest readings that speak of it.
     *
     * @param keys the keys that somebody waits for, not empty
     * @return the readings of this look; where a stage can tell several commits apart that came since its last look, one
     *     per commit, oldest first
     */
    List<Reading> read(Set<StockKey> keys) throws InterruptedException;

    /**
     * The commits that the last look came upon and no look before it, oldest first; none where the stage cannot tell
     * commits apart.
     */
    default List<Commit> commits() {
        return List.of();
    }

    /** What the last look told beside its counts. */
    default Told told() {
        return Told.NOTHING;
    }

    /**
     * How many keys one look may be asked for: where each costs a request, a look at a backlog would else take longer
     * than the time between two looks. Who asks goes round the keys then, and the intervals widen.
     */
    default int keysPerLook() {
        return Integer.MAX_VALUE;
    }

    /** Releases connections; never throws. */
    @Override
    void close();
}
