package rung.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rung.core.log.SeenCommits;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;

/** What commits tell of themselves, and where nobody can tell. */
class CommitsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Commit.Writer FLINK = new Commit.Writer("flink", "f00d", "1", Optional.empty());
    private static final Commit.Writer NOBODY = new Commit.Writer("", "", "", Optional.empty());

    private final List<Fact.CommitSeen> seen = new ArrayList<>();

    @Test
    void withoutCommitsThereIsNothingToTell() {
        assertThat(Commits.report(SeenCommits.NONE)).isEmpty();
    }

    @Test
    void waitsAreBetweenCommitsThatChangedData() {
        commit("a", "", "append", 0);
        commit("b", "a", "append", 10);
        commit("c", "b", "replace", 12);
        commit("d", "c", "overwrite", 22);
        commit("e", "d", "append", 53);

        CommitReport report = report();

        assertThat(report.read()).isEqualTo(5);
        assertThat(report.operations()).isEqualTo(Map.of("append", 3, "overwrite", 1, "replace", 1));
        assertThat(report.dataCommits()).isEqualTo(4);
        assertThat(report.medianWait()).as("of 10, 12 and 31").contains(Duration.ofSeconds(12));
        assertThat(report.longestWait()).contains(Duration.ofSeconds(31));
    }

    @Test
    void acrossAHoleInWhatWasSeenThereIsNoWait() {
        commit("a", "", "append", 0);
        commit("b", "a", "append", 10);
        commit("x", "w", "append", 3_000);
        commit("y", "x", "append", 3_020);

        assertThat(report().medianWait()).as("of 10 and 20").contains(Duration.ofSeconds(15));
        assertThat(report().longestWait()).contains(Duration.ofSeconds(20));
    }

    @Test
    void aCompactionUponAnUnseenCommitIsNoWaitEither() {
        commit("b", "a", "replace", 10);
        commit("c", "b", "append", 20);

        assertThat(report().medianWait()).isEmpty();
        assertThat(report().longestWait()).isEmpty();
    }

    @Test
    void commitsThatNameEachOtherAreNotFollowedForEver() {
        commit("b", "c", "replace", 10);
        commit("c", "b", "replace", 20);
        commit("d", "c", "append", 30);

        assertThat(report().medianWait()).isEmpty();
    }

    @Test
    void theFirstCommitWasThereBeforeAnybodyLooked() {
        seen("a", "z", "append", -86_400, FLINK, Duration.ofDays(1));
        commit("b", "a", "append", 10);

        assertThat(report().medianToSeen()).contains(Duration.ofSeconds(2));
        assertThat(report().medianRecords()).hasValue(5);
        assertThat(report().medianFiles()).hasValue(2);
    }

    @Test
    void untilACommitIsCurrentIsToldWhereTheSystemTellsIt() {
        commit("a", "", "append", 0);
        assertThat(report().medianToCurrent()).isEmpty();

        seen.add(new Fact.CommitSeen(
                "p",
                "table",
                NOON,
                new Commit(
                        new Cycle("b"),
                        new Cycle("a"),
                        "append",
                        NOON,
                        Optional.of(NOON.plusMillis(300)),
                        Optional.empty(),
                        FLINK,
                        1,
                        1)));
        assertThat(report().medianToCurrent()).contains(Duration.ofMillis(300));
    }

    @Test
    void writersAreToldWithTheFirstAndTheLastOfTheirBatches() {
        commit("a", "", "append", 0, NOBODY);
        commit("b", "a", "append", 10, batch("41"));
        commit("c", "b", "append", 20, batch("42"));
        commit("d", "c", "append", 30, batch("44"));
        commit("e", "d", "replace", 30, new Commit.Writer("spark", "", "", Optional.empty()));

        assertThat(report().writers())
                .containsExactly(
                        new CommitReport.Writer("flink", "f00d", 3, "41", "44"),
                        new CommitReport.Writer("", "", 1, "", ""));
        assertThat(report().otherWriters()).isZero();
    }

    @Test
    void ofManyWritersTheBusiestAreNamed() {
        IntStream.range(0, 23).forEach(i -> commit("c" + i, "", "append", i, writer("job" + i)));
        commit("again", "", "append", 99, writer("job22"));

        assertThat(report().writers()).hasSize(20);
        assertThat(report().writers().get(0).job()).isEqualTo("job22");
        assertThat(report().otherWriters()).isEqualTo(3);
    }

    @Test
    void thatThereAreOlderOnesIsSaid() {
        commit("a", "", "append", 0);

        assertThat(Commits.report(new SeenCommits(seen, true)).orElseThrow().hasOlder())
                .isTrue();
        assertThat(report().hasOlder()).isFalse();
    }

    private CommitReport report() {
        return Commits.report(new SeenCommits(seen, false)).orElseThrow();
    }

    private static Commit.Writer batch(String number) {
        return new Commit.Writer("flink", "f00d", number, Optional.empty());
    }

    private static Commit.Writer writer(String job) {
        return new Commit.Writer("spark", job, "", Optional.empty());
    }

    private void commit(String cycle, String parent, String operation, long second) {
        commit(cycle, parent, operation, second, FLINK);
    }

    private void commit(String cycle, String parent, String operation, long second, Commit.Writer writer) {
        seen(cycle, parent, operation, second, writer, Duration.ofSeconds(2));
    }

    /** Seen so long after it was written. */
    private void seen(
            String cycle, String parent, String operation, long second, Commit.Writer writer, Duration after) {
        Instant written = NOON.plusSeconds(second);
        seen.add(new Fact.CommitSeen(
                "p",
                "table",
                written.plus(after),
                new Commit(
                        new Cycle(cycle),
                        new Cycle(parent),
                        operation,
                        written,
                        Optional.empty(),
                        Optional.empty(),
                        writer,
                        5,
                        2)));
    }
}
