package rung.reporter.report;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one stage showed.
 *
 * @param id unique in its pipeline
 * @param poll time between two rounds of reads; zero when it was read elsewhere
 * @param patience how long after an edge a sale in time may still come to be known as such
 * @param run the whole period
 * @param windows the declared windows that have begun in the period, oldest first
 * @param records one for each name of a declared window, in the order of {@code windows}
 * @param costPerPoll time that a poll waited for the stage's answer, on average over the period, those included that asked
 *     for nothing; absent when it was not polled
 * @param queryPerPoll the part of it that was spent on the counts themselves, in queries or reading files, once it was known
 *     of which state of the stage they are; absent where the stage does not tell the two apart
 * @param caveat what its counts cannot prove, and why; absent when there is no such thing
 * @param commits what the commits of the period tell of themselves; absent where there are none, or the stage tells none
 */
public record StageReport(
        String id,
        Duration poll,
        Duration patience,
        WindowReport run,
        List<WindowReport> windows,
        List<NamedRecord> records,
        Optional<Duration> costPerPoll,
        Optional<Duration> queryPerPoll,
        Optional<String> caveat,
        Optional<CommitReport> commits) {
    public StageReport {
        windows = List.copyOf(windows);
        records = List.copyOf(records);
    }

    /** The same stage with what its windows are found to be beside those of other stages. */
    StageReport with(WindowReport wholePeriod, List<WindowReport> declared, List<NamedRecord> named) {
        return new StageReport(
                id, poll, patience, wholePeriod, declared, named, costPerPoll, queryPerPoll, caveat, commits);
    }

    /** The record over the windows called {@code name}; absent when none is declared. */
    public Optional<NamedRecord> record(String name) {
        return records.stream().filter(record -> record.name().equals(name)).findFirst();
    }

    /** The weakest record among the windows called one of {@code names}, or among all when there are no names. */
    public Optional<NamedRecord> weakestRecord(List<String> names) {
        return records.stream()
                .filter(record -> names.isEmpty() || names.contains(record.name()))
                .min(Comparator.comparingDouble(record -> record.record().atLeast()));
    }
}
