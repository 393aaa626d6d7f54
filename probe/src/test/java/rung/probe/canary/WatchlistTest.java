package rung.probe.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Fact.Anomaly.Kind;
import rung.core.measure.Fault;
import rung.core.measure.Injection;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;

/** A stage that settles after 3 s and is judged at 5 s and 60 s; sale 0 is due at noon and handed 0.1 s later. */
class WatchlistTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final StockKey KEY = new StockKey("9901", "RUNG-0001");
    private static final StockKey OTHER = new StockKey("9902", "RUNG-0001");
    private static final StockKey NEW = new StockKey("9903", "RUNG-0001");
    private static final long STOCK = 1000;
    private static final double LATENCY = 0.1;

    private final Watchlist watchlist = new Watchlist(
            "sales", "api", Duration.ofSeconds(3), List.of(Duration.ofSeconds(5), Duration.ofSeconds(60)));
    private final List<Fact> facts = new ArrayList<>();
    private final List<Injection> settled = new ArrayList<>();

    @BeforeEach
    void start() {
        watchlist.startFrom(
                new Reading.Counts(NOON, NOON, Map.of(KEY, STOCK, OTHER, STOCK), Set.of(NEW), Cycle.unknown()));
    }

    @Test
    void aSaleIsSeenFromTheStartOfTheLastReadWithoutItToTheEndOfTheFirstReadWithIt() {
        Injection sale = sell(0, KEY, 1, 0);

        read(1, 0);
        read(2, 0);
        read(3, 1, "c1");
        read(4, 1, "c2");
        read(5, 1, "c3");
        assertThat(facts).isEmpty();
        read(6, 1, "c4");

        assertThat(facts).containsExactly(new Fact.Seen("sales", "api", 0, at(2), at(3.1), new Cycle("c1"), at(6.1)));
        assertThat(settled).containsExactly(sale);
    }

    @Test
    void withoutAReadBeforeItTheIntervalBeginsWhenTheSaleWasDue() {
        sell(0, KEY, 1, 0);

        read(-1, 0);
        read(1, 1);
        read(5, 1);

        assertThat(facts).containsExactly(seen(0, 0, 1.1, 5.1));
    }

    @Test
    void twoCachesThatFlapThreeSecondsApartAreBelievedFromTheirLastChange() {
        sell(0, KEY, 1, 0);

        for (double t = 1; t < 4; t += 0.5) {
            read(t, t * 2 % 2 == 0 ? 1 : 0);
        }
        assertThat(facts).isEmpty();
        for (double t = 4; t < 8; t += 0.5) {
            read(t, 1);
        }

        assertThat(facts).containsExactly(seen(0, 3.5, 4.1, 7.1));
    }

    @Test
    void aSaleThatShowsForLessThanTheSettlingTimeIsNotBelieved() {
        sell(0, KEY, 1, 0);

        read(1, 1);
        read(3.9, 1);
        read(4, 0);
        read(4.5, 1);
        read(7.4, 1);
        assertThat(facts).isEmpty();
        read(7.5, 1);

        assertThat(facts).containsExactly(seen(0, 4, 4.6, 7.6));
    }

    @Test
    void gapsNeitherSettleNorConvict() {
        sell(0, KEY, 1, 0);

        read(1, 1);
        for (double t = 2; t < 100; t += 1) {
            gap(t);
        }
        assertThat(facts).isEmpty();
        assertThat(settled).isEmpty();
        assertThat(watchlist.stillMissing()).isEmpty();
        read(100, 1);

        assertThat(facts).containsExactly(seen(0, 0, 1.1, 100.1));
    }

    @Test
    void aMissingSaleIsAFactOncePerEdgeAtTheFirstReadThatBeganAfterIt() {
        sell(0, KEY, 1, 0);

        for (int tenth = 1; tenth < 1000; tenth++) {
            read(tenth / 10.0, 0);
        }

        assertThat(facts).containsExactly(missing(0, 5.1), missing(0, 60.1));
        assertThat(watchlist.stillMissing()).containsExactly(missing(0, 99.9));
    }

    @Test
    void aReadThatBeganBeforeTheEdgeDoesNotConvictHoweverLateItAnswers() {
        sell(0, KEY, 1, 0);

        decide(new Reading.Counts(at(5.09), at(50), Map.of(KEY, STOCK), Set.of(), Cycle.unknown()));
        assertThat(facts).isEmpty();
        read(5.1, 0);

        assertThat(facts).containsExactly(missing(0, 5.1));
    }

    @Test
    void oneLateReadConvictsAtAllEdgesThatHavePassed() {
        sell(0, KEY, 1, 0);

        read(70, 0);
        read(71, 0);

        assertThat(facts).containsExactly(missing(0, 70));
    }

    @Test
    void aCountThatNothingExplainsShowsNothingConvictsNobodyAndIsReportedOnce() {
        sell(0, KEY, 1, 0);
        sell(1, KEY, 4, 1);
        read(2, 1);

        read(6, 3);
        read(61, 3);
        read(62, -500);

        assertThat(facts)
                .containsExactly(
                        anomaly(
                                0,
                                Kind.WRONG_COUNT,
                                6.1,
                                "9901/RUNG-0001 shows 997, was 1000 before Rung's transactions, and no set of them explains it"));
        assertThat(settled).isEmpty();

        facts.clear();
        read(63, 5);
        read(66, 5);
        assertThat(facts).containsExactly(seen(0, 0, 63.1, 66.1), seen(1, 2, 63.1, 66.1));
    }

    @Test
    void aDuplicateBeforeSettlingIsNotYetRightAndCountsFromWhenItHeals() {
        sell(0, KEY, 1, 0);

        read(1, 0);
        read(2, 1);
        read(3, 2);
        read(8, 2);
        assertThat(facts).containsExactly(anomaly(0, Kind.DUPLICATE, 3.1, "rung-r1-sales-0-s was applied twice"));
        facts.clear();
        read(9, 1);
        read(12, 1);

        assertThat(facts).containsExactly(seen(0, 1, 9.1, 12.1));
    }

    @Test
    void aSaleThatIsAppliedAgainAfterItSettledIsARegressionAndKeepsItsStaleness() {
        sell(0, KEY, 1, 0);
        read(1, 1);
        read(4, 1);

        read(5, 2);
        read(6, 2);
        read(7, 0);

        assertThat(facts)
                .containsExactly(
                        seen(0, 0, 1.1, 4.1),
                        anomaly(0, Kind.REGRESSION, 5.1, "rung-r1-sales-0-s was applied again after it had settled"));
    }

    @Test
    void aSaleThatVanishesIsARegressionAlsoWhenItWasADuplicateBefore() {
        sell(0, KEY, 1, 0);
        read(1, 2);
        read(2, 1);
        read(5, 1);

        read(6, 0);

        assertThat(kinds()).containsExactly(Kind.DUPLICATE, Kind.REGRESSION);
        assertThat(facts).endsWith(anomaly(0, Kind.REGRESSION, 6.1, "rung-r1-sales-0-s vanished after it had settled"));
    }

    @Test
    void salesOfOneKeyMayShowInAnyOrder() {
        sell(0, KEY, 1, 0);
        sell(1, KEY, 4, 1);
        sell(2, KEY, 16, 2);

        read(3, 16);
        read(4, 16 + 1);
        read(5.2, 16 + 1);
        read(7, 16 + 4 + 1);
        read(10, 16 + 4 + 1);

        assertThat(facts).containsExactly(seen(0, 3, 4.1, 7.1), seen(2, 2, 3.1, 7.1), seen(1, 5.2, 7.1, 10.1));
    }

    @Test
    void aKeyThatTheStageDidNotHaveCountsFromZero() {
        sell(0, NEW, 1, 0);

        decide(absent(1, NEW));
        decide(counts(2, Map.of(NEW, -1L)));
        decide(counts(5, Map.of(NEW, -1L)));

        assertThat(facts).containsExactly(seen(0, 1, 2.1, 5.1));
    }

    @Test
    void aKeyThatIsGoneAllOfASuddenShowsNothingAndIsAWrongCount() {
        sell(0, KEY, 1, 0);

        read(1, 1);
        decide(absent(2, KEY));
        decide(absent(70, KEY));
        assertThat(facts)
                .containsExactly(anomaly(
                        0,
                        Kind.WRONG_COUNT,
                        2.1,
                        "9901/RUNG-0001 is not there any more, was 1000 before Rung's transactions, and no set of them"
                                + " explains it"));
        facts.clear();
        read(71, 1);
        read(74, 1);

        assertThat(facts).containsExactly(seen(0, 0, 71.1, 74.1));
    }

    @Test
    void keysOfWhichAReadingDoesNotSpeakAreLeftAlone() {
        sell(0, KEY, 1, 0);
        sell(1, OTHER, 1, 0);

        decide(counts(6, Map.of(OTHER, STOCK)));

        assertThat(facts).containsExactly(missing(1, 6));
        assertThat(watchlist.waitingFor()).containsExactlyInAnyOrder(KEY, OTHER);
    }

    @Test
    void theCommitThatBroughtASaleIsTheOldestOfALookThatShowsIt() {
        sell(0, KEY, 1, 0);
        sell(1, KEY, 4, 0);
        read(1, 0, "c0");

        look(2, 0, "c1", 1, "c2", 5, "c3");
        read(6, 5, "c3");

        assertThat(facts)
                .containsExactly(
                        new Fact.Seen("sales", "api", 0, at(1), at(2.1), new Cycle("c2"), at(6.1)),
                        new Fact.Seen("sales", "api", 1, at(1), at(2.1), new Cycle("c3"), at(6.1)));
    }

    @Test
    void anOlderCommitOfALookConvictsNobodyForReadersDidNotSeeItAnyMore() {
        sell(0, KEY, 1, 0);

        look(20, 0, "c1", 1, "c2");
        read(24, 1, "c2");

        assertThat(facts).containsExactly(new Fact.Seen("sales", "api", 0, at(0), at(20.1), new Cycle("c2"), at(24.1)));
    }

    @Test
    void anOlderCommitOfALookSettlesNothingThatTheNewestDenies() {
        sell(0, KEY, 1, 0);
        read(1, 1, "c1");

        look(5, 1, "c2", 0, "c3");

        assertThat(settled).isEmpty();
        assertThat(facts).isEmpty();
        read(6, 0, "c3");
        assertThat(facts).containsExactly(missing(0, 6));
    }

    @Test
    void aWrongCountOfACommitInBetweenIsReportedToo() {
        sell(0, KEY, 1, 0);

        look(1, 2, "c1", 1, "c2");
        read(4, 1, "c2");

        assertThat(kinds()).containsExactly(Kind.DUPLICATE);
        assertThat(settled).hasSize(1);
    }

    @Test
    void aReturnSettlesLikeASaleAndThenTheKeyIsForgotten() {
        Injection sale = sell(0, KEY, 1, 0);
        read(1, 1);
        read(4, 1);
        assertThat(watchlist.waitingFor()).isEmpty();
        Injection comeback = sale.returned(at(5));
        watchlist.watchReturn(comeback);
        assertThat(watchlist.waitingFor()).containsExactly(KEY);
        settled.clear();

        read(6, 0);
        read(7, 1);
        read(8, 0);
        read(10.9, 0);
        assertThat(settled).isEmpty();
        read(11, 0);

        assertThat(settled).containsExactly(comeback);
        watchlist.forget(sale);
        assertThat(watchlist.waitingFor()).isEmpty();
        assertThatThrownBy(() -> watchlist.forget(sale))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not watched: rung-r1-sales-0-s");
    }

    @Test
    void aReturnThatIsAppliedTwiceIsADuplicateAndNoRegressionOfItsSale() {
        Injection sale = sell(0, KEY, 1, 0);
        read(1, 1);
        read(4, 1);
        watchlist.watchReturn(sale.returned(at(5)));
        facts.clear();

        read(6, -1);
        read(7, -1);

        assertThat(facts).containsExactly(anomaly(0, Kind.DUPLICATE, 6.1, "rung-r1-sales-0-s was returned twice"));
    }

    @Test
    void theCarryOfALateDuplicateOfAnOlderSaleIsNeverSeenAndAnAppliedSaleIsNotConvicted() {
        Injection first = sell(0, KEY, 1, 0);
        read(1, 1);
        read(4, 1);
        watchlist.watchReturn(first.returned(at(5)));
        sell(1, KEY, 4, 5);
        facts.clear();

        for (int t = 6; t < 100; t++) {
            read(t, 1 + 2);
        }
        assertThat(of(Fact.Seen.class)).isEmpty();
        assertThat(of(Fact.Missing.class)).isEmpty();

        read(100, 2);
        read(101, 2 + 4);
        read(104, 2 + 4);
        assertThat(of(Fact.Seen.class)).containsExactly(seen(1, 5, 101.1, 104.1));
    }

    @Test
    void theBorrowOfALateReturnConvictsNoSaleThatWasApplied() {
        sell(0, KEY, 1, 0);
        sell(1, KEY, 4, 0);

        for (int t = 1; t < 100; t++) {
            read(t, 4 - 2);
        }

        assertThat(of(Fact.Missing.class)).isEmpty();
        assertThat(of(Fact.Seen.class)).isEmpty();
        assertThat(watchlist.stillMissing()).isEmpty();
    }

    @Test
    void aSaleThatWasInDoubtBeginsToShowAnew() {
        Injection first = sell(0, KEY, 1, 0);
        read(1, 1);
        read(4, 1);
        watchlist.watchReturn(first.returned(at(5)));
        sell(1, KEY, 4, 5);
        facts.clear();

        read(6, 1 + 4);
        read(7, 1 + 2);
        read(9.5, 1 + 4);
        assertThat(of(Fact.Seen.class)).isEmpty();
        read(12.5, 1 + 4);

        assertThat(of(Fact.Seen.class)).containsExactly(seen(1, 5, 9.6, 12.6));
    }

    @Test
    void aSaleThatIsForgottenIsNotWaitedFor() {
        Injection sale = sell(0, KEY, 1, 0);

        watchlist.forget(sale);

        assertThat(watchlist.waitingFor()).isEmpty();
    }

    @Test
    void aWrongCountIsToldAgainOnceTheSalesItSpoiltAreForgotten() {
        Injection first = sell(0, KEY, 1, 0);
        read(1, 3);
        watchlist.forget(first);
        sell(1, KEY, 1, 2);

        read(3, 3);

        assertThat(kinds()).containsExactly(Kind.WRONG_COUNT, Kind.WRONG_COUNT);
    }

    @Test
    void aReadingMaySpeakOfAnyNumberOfKeys() {
        Map<StockKey, Long> before = new HashMap<>();
        Map<StockKey, Long> after = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            before.put(new StockKey("9905", "RUNG-" + i), STOCK);
            after.put(new StockKey("9905", "RUNG-" + i), STOCK - 1);
        }
        watchlist.startFrom(new Reading.Counts(NOON, NOON, before, Set.of(), Cycle.unknown()));
        int slot = 0;
        for (StockKey key : before.keySet()) {
            sell(slot++, key, 1, 0);
        }

        decide(counts(1, after));
        decide(counts(4, after));

        assertThat(of(Fact.Seen.class)).hasSize(300);
        assertThat(watchlist.waitingFor()).isEmpty();
    }

    @Test
    void aKeyIsKeptOnce() {
        StockKey fresh = new StockKey("9904", "RUNG-0001");

        assertThat(watchlist.own(new StockKey("9901", "RUNG-0001"))).isSameAs(KEY);
        assertThat(watchlist.own(fresh)).isSameAs(fresh);
    }

    @Test
    void aKeyIsKnownOnceItsCountWasTold() {
        StockKey fresh = new StockKey("9904", "RUNG-0001");

        assertThat(watchlist.knows(KEY)).isTrue();
        assertThat(watchlist.knows(NEW)).isTrue();
        assertThat(watchlist.knows(fresh)).isFalse();
        sell(0, fresh, 1, 0);
        assertThat(watchlist.knows(fresh)).as("watched, but never counted").isFalse();
    }

    @Test
    void anAnnouncedKeyIsCountedAnewAndThatItsCountMovedIsTold() {
        watchlist.announce(KEY, 7);
        assertThat(watchlist.waitingFor()).containsExactly(KEY);

        read(0, 3);
        read(1, 3);
        Injection sale = sell(7, KEY, 1, 2);
        read(3, 3 + 1);
        read(6, 3 + 1);
        watchlist.forget(sale);
        assertThat(watchlist.waitingFor()).as("its sale was sold").isEmpty();

        assertThat(facts)
                .containsExactly(
                        anomaly(
                                7,
                                Kind.WRONG_COUNT,
                                0.1,
                                "9901/RUNG-0001 shows 997, was 1000, and nothing of this run was on its way: an earlier"
                                        + " run's, a late duplicate, or somebody else's"),
                        seen(7, 2, 3.1, 6.1));
    }

    @Test
    void anAnnouncedKeyOnWhichASaleIsOnItsWayKeepsItsCount() {
        sell(0, KEY, 1, 0);
        watchlist.announce(KEY, 7);

        read(1, 1);
        read(4, 1);

        assertThat(watchlist.waitingFor()).isEmpty();
        assertThat(facts).containsExactly(seen(0, 0, 1.1, 4.1));
    }

    @Test
    void onlyTheNewestCommitOfALookCountsAnAnnouncedKey() {
        watchlist.announce(KEY, 7);

        look(1, 3, "c1", 0, "c2");

        assertThat(facts).isEmpty();
    }

    @Test
    void aKeyThatNobodyAnnouncedIsNotCountedAnew() {
        watchlist.announce(OTHER, 7);
        read(1, 3);

        sell(8, KEY, 1, 2);
        assertThat(watchlist.waitingFor()).containsExactly(KEY, OTHER);
        read(3, 1);
        read(6, 1);

        assertThat(facts).containsExactly(seen(8, 2, 3.1, 6.1));
    }

    @Test
    void anAnnouncedKeyThatWasNeverCountedBeginsWithWhatTheStageShows() {
        StockKey fresh = new StockKey("9904", "RUNG-0001");
        watchlist.announce(fresh, 7);

        decide(counts(0, Map.of(fresh, 50L)));
        sell(7, fresh, 1, 1);
        decide(counts(2, Map.of(fresh, 49L)));
        decide(counts(5, Map.of(fresh, 49L)));

        assertThat(facts).containsExactly(seen(7, 1, 2.1, 5.1));
    }

    private Injection sell(long slot, StockKey key, int quantity, double due) {
        Injection sale = new Injection("r1", "sales", slot, Injection.Kind.SALE, key, quantity, at(due));
        watchlist.watch(sale, at(due + 0.1));
        return sale;
    }

    private void read(double asked, long fallen) {
        read(asked, fallen, "");
    }

    private void read(double asked, long fallen, String commit) {
        decide(new Reading.Counts(
                at(asked), at(asked + LATENCY), Map.of(KEY, STOCK - fallen), Set.of(), new Cycle(commit)));
    }

    /** One look that tells several commits apart: pairs of how far the count fell and the commit's name. */
    private void look(double asked, Object... fallenAndCommit) {
        List<Reading> look = new ArrayList<>();
        for (int i = 0; i < fallenAndCommit.length; i += 2) {
            look.add(new Reading.Counts(
                    at(asked),
                    at(asked + LATENCY),
                    Map.of(KEY, STOCK - (Integer) fallenAndCommit[i]),
                    Set.of(),
                    new Cycle((String) fallenAndCommit[i + 1])));
        }
        decide(look.toArray(Reading[]::new));
    }

    private void gap(double asked) {
        decide(new Reading.Gap(at(asked), at(asked + LATENCY), Set.of(KEY), Fault.UNREACHABLE, "refused"));
    }

    private static Reading counts(double asked, Map<StockKey, Long> counts) {
        return new Reading.Counts(at(asked), at(asked + LATENCY), counts, Set.of(), Cycle.unknown());
    }

    private static Reading absent(double asked, StockKey key) {
        return new Reading.Counts(at(asked), at(asked + LATENCY), Map.of(), Set.of(key), Cycle.unknown());
    }

    private void decide(Reading... look) {
        Watchlist.Decided decided = watchlist.decide(List.of(look));
        facts.addAll(decided.facts());
        settled.addAll(decided.settled());
    }

    private <F extends Fact> List<F> of(Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private List<Kind> kinds() {
        return of(Fact.Anomaly.class).stream().map(Fact.Anomaly::kind).toList();
    }

    private static Fact.Seen seen(long slot, double lastMissing, double firstSeen, double settled) {
        return new Fact.Seen("sales", "api", slot, at(lastMissing), at(firstSeen), Cycle.unknown(), at(settled));
    }

    private static Fact.Missing missing(long slot, double asked) {
        return new Fact.Missing("sales", "api", slot, at(asked));
    }

    private static Fact.Anomaly anomaly(long slot, Kind kind, double answered, String detail) {
        return new Fact.Anomaly("sales", "api", slot, kind, at(answered), detail);
    }

    private static Instant at(double seconds) {
        return NOON.plusNanos(Math.round(seconds * 1e9));
    }
}
