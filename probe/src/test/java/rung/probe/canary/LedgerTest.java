package rung.probe.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rung.core.measure.Cycle;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.Reading;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;

/** One stage that settles after 3 s; a sale is lost after an hour. */
class LedgerTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final StockKey KEY = new StockKey("9901", "RUNG-0001");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Ledger ledger = new Ledger(
            "r1",
            new PipelineSetup(
                    "sales",
                    Promise.none("api"),
                    NOON,
                    Duration.ofSeconds(1),
                    List.of(new StageSetup("api", Duration.ofSeconds(1), Duration.ofSeconds(3)))),
            List.of(Duration.ofSeconds(5)),
            HOUR);

    @Test
    void aReturnThatIsDueIsOpenedOnceAlsoAtTheEndOfARun() {
        sell();
        read(1, 999);
        read(4, 999);

        List<Injection> returns = ledger.openAllReturns(NOON.plusSeconds(5));

        assertThat(returns).hasSize(1);
        assertThat(ledger.openReturn(NOON.plusSeconds(6))).isEmpty();
        assertThat(ledger.openAllReturns(NOON.plusSeconds(7))).isEmpty();
    }

    @Test
    void aSaleThatEveryStageHasShownIsWaitedForNoLonger() {
        sell();
        assertThat(ledger.isWaitingForSales()).isTrue();

        read(1, 999);
        read(4, 999);

        assertThat(ledger.isWaitingForSales()).isFalse();
    }

    @Test
    void aSaleIsLostFromTheLossHorizonOnAndThenNotReturned() {
        sell();

        assertThat(ledger.openAllReturns(NOON.plus(HOUR))).isEmpty();
        assertThat(ledger.openAllReturns(NOON.plus(HOUR).minusNanos(1))).hasSize(1);
    }

    private void sell() {
        ledger.startFrom("api", counts(0, 1_000));
        ledger.openSale(new Schedule.Planned(0, NOON, 0), KEY, NOON);
    }

    private void read(long second, long count) {
        ledger.decide("api", List.of(counts(second, count)));
    }

    private static Reading.Counts counts(long second, long count) {
        Instant at = NOON.plusSeconds(second);
        return new Reading.Counts(at, at, Map.of(KEY, count), Set.of(), Cycle.unknown());
    }
}
