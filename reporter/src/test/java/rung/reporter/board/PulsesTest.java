package rung.reporter.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rung.core.evidence.Tally;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;
import rung.reporter.FakeFacts;
import rung.reporter.Ladders;

class PulsesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration QUICK = Duration.ofMillis(200);
    private static final PipelineSetup SALES = new PipelineSetup(
            "sales",
            new Promise(4, "api", List.of()),
            NOON,
            Duration.ofSeconds(1),
            List.of(StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)));

    @Test
    void theAgeCountsFromTheOldestSaleThatDoesNotShow() {
        FakeFacts facts = facts(60).seen("sales", "api", 0, 50, QUICK).unseen("sales", "api", 50, 10);

        Optional<Instant> oldest = taken(new Pulses(Ladders.RETAIL), facts).oldestUnseen();

        assertThat(oldest.orElseThrow()).isBetween(NOON.plusSeconds(50), NOON.plusSeconds(51));
    }

    @Test
    void anOutageThatIsOlderThanTheLossHorizonIsAsOldAsItIs() {
        int sevenHours = 7 * 3600;
        FakeFacts facts =
                facts(sevenHours).seen("sales", "api", 0, 50, QUICK).unseen("sales", "api", 50, sevenHours - 50);

        Optional<Instant> oldest = taken(new Pulses(Ladders.RETAIL), facts).oldestUnseen();

        assertThat(oldest.orElseThrow()).isBetween(NOON.plusSeconds(50), NOON.plusSeconds(51));
    }

    @Test
    void nothingIsOldWhereEverySaleShows() {
        FakeFacts facts = facts(60).seen("sales", "api", 0, 60, QUICK);

        assertThat(taken(new Pulses(Ladders.RETAIL), facts))
                .isEqualTo(new Live(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void aLaterPulseFindsWhatAnEarlierOneLeftUnseenAndReadsNoMoreThanThat() {
        Pulses pulses = new Pulses(Ladders.RETAIL);
        taken(pulses, facts(60).seen("sales", "api", 0, 50, QUICK).unseen("sales", "api", 50, 10));
        Instant[] begin = new Instant[1];
        FakeFacts later = new FakeFacts(NOON, NOON.plusSeconds(90), SALES) {
            @Override
            public void fold(String pipeline, String stage, Tally tally) {
                begin[0] = tally.window().from();
                super.fold(pipeline, stage, tally);
            }
        };
        later.seen("sales", "api", 0, 55, QUICK).unseen("sales", "api", 55, 35);

        Live live = taken(pulses, later);

        assertThat(live.oldestUnseen().orElseThrow()).isBetween(NOON.plusSeconds(55), NOON.plusSeconds(56));
        assertThat(begin[0]).isAfterOrEqualTo(NOON.plusSeconds(49));
    }

    @Test
    void aStageThatCannotBeReadIsAnOutageAndOneThatRecoveredLongAgoIsNone() {
        FakeFacts now = facts(60)
                .seen("sales", "api", 0, 60, QUICK)
                .unreadable("sales", "api", NOON.plusSeconds(40), NOON.plusSeconds(58));
        FakeFacts past = facts(60)
                .seen("sales", "api", 0, 60, QUICK)
                .unreadable("sales", "api", NOON.plusSeconds(10), NOON.plusSeconds(20));

        assertThat(taken(new Pulses(Ladders.RETAIL), now).outage())
                .contains(new Live.Outage(NOON.plusSeconds(40), NOON.plusSeconds(58), "by hand"));
        assertThat(taken(new Pulses(Ladders.RETAIL), past).outage()).isEmpty();
    }

    @Test
    void aPipelineThatMadeNoSaleYetHasNoAge() {
        Live live = taken(new Pulses(Ladders.RETAIL), facts(60).unmeasured("sales", "api", 0, 60));

        assertThat(live.idleSince()).contains(NOON);
        assertThat(live.isAgeKnown()).isFalse();
    }

    @Test
    void aPipelineThatIsNoLongerMeasuredHasNoAgeSinceItsLastSaleWheneverTheWatchBegan() {
        FakeFacts facts = facts(3600).seen("sales", "api", 0, 50, QUICK).unmeasured("sales", "api", 50, 3550);
        Pulses early = new Pulses(Ladders.RETAIL);
        taken(early, facts(55).seen("sales", "api", 0, 50, QUICK).unmeasured("sales", "api", 50, 5));

        for (Pulses pulses : List.of(early, new Pulses(Ladders.RETAIL))) {
            Live live = taken(pulses, facts);

            assertThat(live.oldestUnseen()).isEmpty();
            assertThat(live.idleSince().orElseThrow()).isBetween(NOON.plusSeconds(49), NOON.plusSeconds(50));
        }
    }

    @Test
    void aSaleThatFailedNowAndThenIsAHiccup() {
        FakeFacts facts = facts(60).seen("sales", "api", 0, 57, QUICK).unmeasured("sales", "api", 57, 3);

        assertThat(taken(new Pulses(Ladders.RETAIL), facts).idleSince()).isEmpty();
    }

    @Test
    void aSaleThatStillWaitsHasItsAgeThoughNoOtherIsMade() {
        FakeFacts facts = facts(120)
                .seen("sales", "api", 0, 50, QUICK)
                .unseen("sales", "api", 50, 1)
                .unmeasured("sales", "api", 51, 69);

        Live live = taken(new Pulses(Ladders.RETAIL), facts);

        assertThat(live.isAgeKnown()).isTrue();
        assertThat(live.oldestUnseen().orElseThrow()).isBetween(NOON.plusSeconds(50), NOON.plusSeconds(51));
        assertThat(live.idleSince()).isPresent();
    }

    private static Live taken(Pulses pulses, FakeFacts facts) {
        return pulses.take(facts).of("sales").orElseThrow();
    }

    private static FakeFacts facts(int seconds) {
        return new FakeFacts(NOON, NOON.plusSeconds(seconds), SALES);
    }
}
