package rung.reporter.report;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What is told of itself by the commits that looks at a stage came upon. All its times but those of the looks are other
 * machines' clocks: they explain a wait, and nothing is judged by them.
 *
 * <p>Of commits that change no data, such as a compaction's, only the {@link #operations} speak.
 *
 * @param read the newest of the period, up to a bound; every figure is of these
 * @param hasOlder whether the period has more, before these
 * @param operations how many commits did what, as the stage's system calls it
 * @param dataCommits how many changed data
 * @param writers of those, who made most first
 * @param otherWriters how many more there are
 * @param medianWait between two commits that changed data and followed one upon the other, by their writers' clocks; absent
 *     when there were none
 * @param longestWait the longest of the same
 * @param medianRecords that a commit added
 * @param medianFiles that a commit added
 * @param medianToCurrent from when it was written until readers could see it; absent where the system does not tell
 * @param medianToSeen from when it was written, by its writer's clock, until the end of the look that came upon it, by the
 *     probe's; of commits upon one that was seen before, since nobody looked out for the first
 */
public record CommitReport(
        int read,
        boolean hasOlder,
        Map<String, Integer> operations,
        int dataCommits,
        List<Writer> writers,
        int otherWriters,
        Optional<Duration> medianWait,
        Optional<Duration> longestWait,
        OptionalDouble medianRecords,
        OptionalDouble medianFiles,
        Optional<Duration> medianToCurrent,
        Optional<Duration> medianToSeen) {
    /**
     * Who made some of the commits that changed data; what it does not say of itself is empty.
     *
     * @param engine such as {@code flink}
     * @param job that stays the same from commit to commit
     * @param commits that it made
     * @param firstBatch what its first commit calls its batch, such as the number of a checkpoint
     * @param lastBatch what its last one does
     */
    public record Writer(String engine, String job, int commits, String firstBatch, String lastBatch) {}

    public CommitReport {
        operations = Collections.unmodifiableMap(new TreeMap<>(operations));
        writers = List.copyOf(writers);
    }
}
