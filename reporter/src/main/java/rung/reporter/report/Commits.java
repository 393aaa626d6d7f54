package rung.reporter.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import rung.core.log.SeenCommits;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;

/** Folds the commits of one stage. */
final class Commits {
    private static final int MOST_WRITERS = 20;

    private final SeenCommits seen;
    private final List<Fact.CommitSeen> data;
    private final Map<Cycle, Commit> byCycle = new HashMap<>();

    private Commits(SeenCommits seen) {
        this.seen = seen;
        this.data =
                seen.newest().stream().filter(one -> one.commit().changesData()).toList();
        seen.newest().forEach(one -> byCycle.put(one.commit().cycle(), one.commit()));
    }

    /** What they tell; empty when there are none. */
    static Optional<CommitReport> report(SeenCommits seen) {
        return seen.newest().isEmpty() ? Optional.empty() : Optional.of(new Commits(seen).report());
    }

    private CommitReport report() {
        Map<String, Integer> operations = new TreeMap<>();
        seen.newest().forEach(one -> operations.merge(one.commit().operation(), 1, Integer::sum));
        List<CommitReport.Writer> writers = writers();
        List<Duration> waits = waits();
        return new CommitReport(
                seen.newest().size(),
                seen.hasOlder(),
                operations,
                data.size(),
                writers.subList(0, Math.min(MOST_WRITERS, writers.size())),
                Math.max(0, writers.size() - MOST_WRITERS),
                median(waits),
                waits.stream().max(Duration::compareTo),
                median(Commit::records),
                median(Commit::files),
                median(data.stream()
                        .flatMap(one -> one.commit().currentAt().map(current -> since(one.commit(), current)).stream())
                        .toList()),
                median(data.stream()
                        .filter(one -> byCycle.containsKey(one.commit().parent()))
                        .map(one -> since(one.commit(), one.at()))
                        .toList()));
    }

    private static Duration since(Commit commit, Instant until) {
        return Duration.between(commit.writtenAt(), until);
    }

    private List<CommitReport.Writer> writers() {
        Map<List<String>, List<Commit.Writer>> byName = new LinkedHashMap<>();
        for (Fact.CommitSeen one : data) {
            Commit.Writer writer = one.commit().writer();
            byName.computeIfAbsent(List.of(writer.engine(), writer.job()), first -> new ArrayList<>())
                    .add(writer);
        }
        return byName.values().stream()
                .map(alike -> new CommitReport.Writer(
                        alike.get(0).engine(),
                        alike.get(0).job(),
                        alike.size(),
                        alike.get(0).batch(),
                        alike.get(alike.size() - 1).batch()))
                .sorted(Comparator.comparingInt(CommitReport.Writer::commits).reversed())
                .toList();
    }

    /** Across a hole in what was seen nobody knows of a wait. */
    private List<Duration> waits() {
        List<Duration> waits = new ArrayList<>();
        for (Fact.CommitSeen one : data) {
            dataBefore(one.commit())
                    .ifPresent(before -> waits.add(since(before, one.commit().writtenAt())));
        }
        return waits;
    }

    /** The last commit before {@code commit} that changed data, if it and all between them were seen. */
    private Optional<Commit> dataBefore(Commit commit) {
        Commit before = byCycle.get(commit.parent());
        for (int i = 0; i < byCycle.size() && before != null && !before.changesData(); i++) {
            before = byCycle.get(before.parent());
        }
        return Optional.ofNullable(before).filter(Commit::changesData);
    }

    private OptionalDouble median(ToLongFunction<Commit> figure) {
        return middle(data.stream()
                .mapToLong(one -> figure.applyAsLong(one.commit()))
                .sorted()
                .toArray());
    }

    private static Optional<Duration> median(List<Duration> durations) {
        OptionalDouble nanos =
                middle(durations.stream().mapToLong(Duration::toNanos).sorted().toArray());
        return nanos.stream().mapToObj(one -> Duration.ofNanos(Math.round(one))).findFirst();
    }

    private static OptionalDouble middle(long[] sorted) {
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[half] : sorted[half - 1] / 2.0 + sorted[half] / 2.0);
    }
}
