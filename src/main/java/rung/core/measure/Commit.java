package rung.core.measure;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A commit to what a stage shows, as its system tells of it. Its times are other machines' clocks: they explain a wait, and
 * never measure one.
 *
 * @param cycle that readings name it by
 * @param parent the commit that it was made upon; unknown when it is the first
 * @param operation as the system calls it, such as {@code append}, {@code overwrite} or {@code replace}
 * @param writtenAt by the writer's clock, before the commit could be read
 * @param currentAt when readers could see it; empty when the system does not tell
 * @param recordedAt by the catalog's clock; empty when it cannot be told from a later change
 * @param writer who made it
 * @param records that it added
 * @param files that it added, those of deletes included
 */
public record Commit(
        Cycle cycle,
        Cycle parent,
        String operation,
        Instant writtenAt,
        Optional<Instant> currentAt,
        Optional<Instant> recordedAt,
        Writer writer,
        long records,
        long files) {
    /** What systems call the commits that only write anew, or take away, what readers see or no longer do. */
    private static final Set<String> UPKEEP = Set.of("replace", "optimize", "vacuum start", "vacuum end");

    /** Whether it may have changed a count. */
    public boolean changesData() {
        return changesData(operation);
    }

    /** Whether a commit that its system calls {@code operation} may have changed a count. */
    public static boolean changesData(String operation) {
        return !UPKEEP.contains(operation.toLowerCase(Locale.ROOT));
    }

    /**
     * What a writer leaves of itself in its commits; what it does not say is empty.
     *
     * @param engine such as {@code flink}
     * @param job that stays the same from commit to commit
     * @param batch that does not, such as the number of a checkpoint
     * @param completeUntil it says to have everything that happened until then
     */
    public record Writer(String engine, String job, String batch, Optional<Instant> completeUntil) {}
}
