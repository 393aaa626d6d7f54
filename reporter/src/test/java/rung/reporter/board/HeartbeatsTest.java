package rung.reporter.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import rung.core.evidence.ShareRange;
import rung.core.evidence.Tally;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.reporter.FakeFacts;
import rung.reporter.Ladders;

class HeartbeatsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration QUICK = Duration.ofMillis(200);
    private static final Duration SLOW = Duration.ofSeconds(20);
    private static final PipelineSetup SALES = new PipelineSetup(
            "sales",
            new Promise(4, "api", List.of()),
            NOON,
            Duration.ofSeconds(1),
            List.of(StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)));

    @Test
    void aCellTellsTheShareInTimeOfItsOwnSalesAndNoOthers() {
        FakeFacts facts = facts(400)
                .seen("sales", "api", 0, 100, QUICK)
                .seen("sales", "api", 100, 5, SLOW)
                .seen("sales", "api", 105, 195, QUICK)
                .unmeasured("sales", "api", 300, 50)
                .unseen("sales", "api", 350, 50);

        List<Cell> cells = row(new Heartbeats(Ladders.RETAIL), facts, 400).cells();

        assertThat(cells).hasSize(80); // of 5 s
        assertThat(cells.get(0).state(0.95)).isEqualTo(Cell.State.FRESH);
        assertThat(cells.get(20).state(0.95)).isEqualTo(Cell.State.STALE);
        assertThat(cells.get(20).inTime().orElseThrow().atLeast()).isZero();
        assertThat(cells.get(21).state(0.95)).isEqualTo(Cell.State.FRESH);
        assertThat(cells.get(60).state(0.95)).isEqualTo(Cell.State.EMPTY);
        assertThat(cells.get(70).state(0.95)).isEqualTo(Cell.State.STALE);
        assertThat(cells.get(79).state(0.95)).isEqualTo(Cell.State.OPEN);
    }

    @Test
    void fewerLateSalesThanTheRuleAllowsAreNoStaleCell() {
        Cell cell = new Cell(
                new TimeWindow("cell", NOON, NOON.plusSeconds(60)), 60, 60, 0, Optional.of(new ShareRange(0.96, 0.97)));

        assertThat(cell.state(0.95)).isEqualTo(Cell.State.MIXED);
        assertThat(cell.state(0.965)).isEqualTo(Cell.State.STALE);
    }

    @Test
    void aCellThatNothingCanChangeIsFoldedOnce() {
        AtomicInteger folds = new AtomicInteger();
        FakeFacts facts = new FakeFacts(NOON, NOON.plusSeconds(400), SALES) {
            @Override
            public void fold(String pipeline, String stage, Tally tally) {
                folds.incrementAndGet();
                super.fold(pipeline, stage, tally);
            }
        };
        facts.seen("sales", "api", 0, 400, QUICK);
        Heartbeats heartbeats = new Heartbeats(Ladders.RETAIL);
        Heartbeat first = row(heartbeats, facts, 400);
        int once = folds.get();

        Heartbeat second = row(heartbeats, facts, 400);

        assertThat(once).isEqualTo(80);
        assertThat(folds.get() - once).isEqualTo(2); // those of the last six and a half seconds
        assertThat(second).isEqualTo(first);
    }

    private static Heartbeat row(Heartbeats heartbeats, FakeFacts facts, int seconds) {
        TimeWindow period = new TimeWindow("run", NOON, NOON.plusSeconds(seconds));
        return Objects.requireNonNull(heartbeats.rows(facts, period).get("sales"));
    }

    private static FakeFacts facts(int seconds) {
        return new FakeFacts(NOON, NOON.plusSeconds(seconds), SALES);
    }
}
