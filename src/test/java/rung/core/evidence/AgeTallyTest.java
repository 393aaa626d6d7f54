package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static rung.core.evidence.Slots.NOON;
import static rung.core.evidence.Slots.at;
import static rung.core.evidence.Slots.look;
import static rung.core.evidence.Slots.seen;
import static rung.core.evidence.Slots.span;
import static rung.core.evidence.Slots.unmeasured;
import static rung.core.evidence.Slots.unseen;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;

/** The age at every moment; holes leave it a minute after they were overtaken. */
class AgeTallyTest {
    private static final double PERIOD = 900;
    private static final double DELAY = 200;
    private static final double DAY = 86_400;

    @ParameterizedTest(name = "a slot each {0} s, a poll each {1} s")
    @CsvSource({"1, 0", "1, 15", "60, 0", "60, 15", "60, 90", "300, 0", "300, 15", "300, 90"})
    void theBandHoldsTheAgeOfAPeriodicPipeline(double spacing, double poll) {
        long seed = 17;
        AgeBand band = periodic(spacing, poll, new Random(seed));

        assertThat(band.oldest().from()).isEqualTo(NOON);
        assertThat(band.oldest().to()).isEqualTo(at(DAY));
        assertThat(band.mean().contains(span(650)))
                .as("mean %s, seed %d", band.mean(), seed)
                .isTrue();
        assertThat(band.quantile(0.95).contains(span(1_055)))
                .as("p95 %s", band.quantile(0.95))
                .isTrue();
        assertThat(band.quantile(0.5).contains(span(650))).isTrue();
        assertThat(band.peak().contains(span(1_100))).as("peak %s", band.peak()).isTrue();
        assertThat(band.shareOver(span(300)).contains(800.0 / 900)).isTrue();
        assertThat(band.shareOver(span(1_010)).contains(0.1)).isTrue();
        double widest = 2 * spacing + poll;
        assertThat(width(band.mean())).isLessThanOrEqualTo(widest);
        assertThat(width(band.quantile(0.95))).isLessThanOrEqualTo(widest);
        assertThat(width(band.peak())).isLessThanOrEqualTo(widest);
    }

    @ParameterizedTest(name = "a slot each {0} s, a poll each {1} s")
    @CsvSource({"1, 0", "60, 15", "300, 90"})
    void theAgeIsInTheBandAtEveryMoment(double spacing, double poll) {
        long seed = 18;
        Random random = new Random(seed);
        AgeBand band = periodic(spacing, poll, random);

        for (int i = 0; i < 10_000; i++) {
            double moment = random.nextDouble() * DAY;
            Duration age = span(moment - PERIOD * Math.floor((moment - DELAY) / PERIOD));

            AgeRange range =
                    new AgeRange(band.oldest().at(at(moment)), band.newest().at(at(moment)));

            assertThat(range.contains(age))
                    .as("%s in %s at %f, seed %d", age, range, moment, seed)
                    .isTrue();
        }
    }

    @Test
    void bothEndsAreWithinOnePercentOfTheClosedFormAtASlotASecond() {
        AgeBand band = periodic(1, 0, new Random(19));

        System.out.printf(
                "age of a period of 900 s with 200 s delay, a slot a second: mean %s, p95 %s%n",
                band.mean(), band.quantile(0.95));
        for (AgeCurve end : new AgeCurve[] {band.oldest(), band.newest()}) {
            assertThat(seconds(end.mean())).isCloseTo(650, within(6.5));
            assertThat(seconds(end.quantile(0.95))).isCloseTo(1_055, within(10.5));
        }
    }

    @ParameterizedTest(name = "load {0}")
    @CsvSource({"0.3", "0.53", "0.8"})
    void theNewerEndOfAQueueIsTheClosedFormAgeOfItsUpdates(double load) {
        long seed = 20;
        Random random = new Random(seed);
        AgeTally tally = new AgeTally(new TimeWindow("queue", NOON, at(600_000)), look(600_000));
        double now = 0;
        double served = 0;
        while (true) {
            now += -Math.log1p(-random.nextDouble()) / load;
            if (now >= 600_000) {
                break;
            }
            served = Math.max(served, now) - Math.log1p(-random.nextDouble());
            tally.add(seen(now, served - now, served - now));
        }

        double mean = seconds(tally.band().orElseThrow().newest().mean());

        assertThat(mean).as("seed " + seed).isCloseTo(1 + 1 / load + load * load / (1 - load), withinPercentage(3));
    }

    @Test
    void theCurvesRiseAndFallAtTheReadsThatShowedSales() {
        AgeBand band = band(100, 100, seen(0, 10, 12), seen(20, 5, 9), seen(50, 1, 2));

        assertThat(band.oldest().stretches())
                .containsExactly(
                        rising(0, 10, 0),
                        zero(10, 20),
                        rising(20, 25, 0),
                        zero(25, 50),
                        rising(50, 51, 0),
                        zero(51, 100));
        assertThat(band.newest().stretches())
                .containsExactly(rising(0, 12, 0), rising(12, 29, 12), rising(29, 52, 9), rising(52, 100, 2));
        assertThat(band.peak()).isEqualTo(new AgeRange(span(10), span(50)));
        assertThat(band.oldest().mean()).isEqualTo(span((50 + 12.5 + 0.5) / 100));
    }

    @Test
    void aSaleThatShowedBeforeAnOlderOneDoesNotEndTheWait() {
        AgeBand band = band(100, 100, seen(0, 40, 40), seen(10, 5, 5), seen(20, 30, 30));

        assertThat(band.oldest().stretches()).containsExactly(rising(0, 40, 0), rising(40, 50, 20), zero(50, 100));
        assertThat(band.newest().stretches())
                .containsExactly(rising(0, 40, 0), rising(40, 50, 30), rising(50, 100, 30));
    }

    @Test
    void aDeadPipelineMakesBothEndsRiseUntilTheLook() {
        AgeBand band = band(1_000, 5_000, seen(0, 1, 1), unseen(10), unseen(20), unseen(900));

        assertThat(band.oldest().to()).isEqualTo(at(1_000));
        assertThat(band.peak()).isEqualTo(new AgeRange(span(990), span(1_000)));
        assertThat(band.oldest().shareOver(span(90))).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void nothingEverShownIsAnAgeSinceTheFirstSale() {
        AgeBand band = band(1_000, 5_000, unseen(0), unseen(10));

        assertThat(band.peak()).isEqualTo(new AgeRange(span(1_000), span(1_000)));
        assertThat(band.mean()).isEqualTo(new AgeRange(span(500), span(500)));
    }

    @Test
    void aHoleLeavesBothEndsAMinuteAfterItWasOvertaken() {
        AgeBand band = band(200, 200, unseen(0), seen(20, 1, 2), seen(100, 1, 1));

        assertThat(band.oldest().stretches())
                .containsExactly(rising(0, 82, 0), zero(82, 100), rising(100, 101, 0), zero(101, 200));
        assertThat(band.newest().stretches())
                .containsExactly(rising(0, 82, 0), rising(82, 101, 62), rising(101, 200, 1));
    }

    @Test
    void aDeadLaneKeepsBothEndsRising() {
        AgeBand band = band(3_000, 3_000, unseen("dead", 0, 0), seen("alive", 10, 1, 2), seen("alive", 20, 1, 2));

        assertThat(band.peak()).isEqualTo(new AgeRange(span(3_000), span(3_000)));
    }

    @Test
    void anUnmeasuredSlotHoldsNoSale() {
        AgeBand band = band(100, 100, seen(0, 1, 1), unmeasured(30), seen(60, 1, 1));

        assertThat(band.oldest().peak()).isEqualTo(span(1));
        assertThat(band.newest().peak()).isEqualTo(span(61));
    }

    @Test
    void slotsBeforeTheWindowAreNoTimeOfItButSayWhatWasWaitedFor() {
        TimeWindow window = new TimeWindow("window", at(100), at(200));
        AgeTally tally = new AgeTally(window, look(500));
        tally.add(seen(0, 1, 1));
        tally.add(seen(50, 80, 90));
        tally.add(seen(150, 1, 1));

        AgeBand band = tally.band().orElseThrow();

        assertThat(band.oldest().stretches())
                .containsExactly(rising(100, 130, 50), zero(130, 150), rising(150, 151, 0), zero(151, 200));
        assertThat(band.newest().stretches())
                .containsExactly(rising(100, 140, 100), rising(140, 151, 90), rising(151, 200, 1));
        assertThat(band.newest().at(at(110))).isEqualTo(span(110));
        assertThatThrownBy(() -> band.newest().at(at(200))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> band.newest().at(at(99))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutTimeThereIsNoBand() {
        TimeWindow window = new TimeWindow("window", at(100), at(200));
        AgeTally late = new AgeTally(window, look(100));
        late.add(seen(0, 1, 1));

        assertThat(new AgeTally(window, look(500)).band()).isEmpty();
        assertThat(late.band()).isEmpty();
        assertThatThrownBy(() -> late.add(seen(-1, 1, 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> late.add(seen(200, 1, 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "the {0} point is {1} s")
    @CsvSource({"0, 0", "0.4375, 0", "0.5, 2.5", "0.6875, 10", "0.75, 15", "1, 35"})
    void quantilesWeighMoments(double quantile, double seconds) {
        AgeBand band = band(80, 80, seen(0, 10, 10), seen(40, 35, 35));

        Duration point = band.oldest().quantile(quantile);

        assertThat(point)
                .as("35 s without age, 10 s up to 10 s, 35 s up to 35 s")
                .isEqualTo(span(seconds));
    }

    @Test
    void whereNothingIsWaitedForTheAgeIsNotOverZero() {
        AgeBand band = band(80, 80, seen(0, 10, 10), seen(40, 35, 35));

        assertThat(band.oldest().shareOver(Duration.ZERO)).isEqualTo(45.0 / 80);
    }

    @Test
    void aRangeOfAgesHoldsItsEnds() {
        AgeRange range = new AgeRange(span(1), span(2));

        assertThat(range.contains(span(1))).isTrue();
        assertThat(range.contains(span(2))).isTrue();
        assertThat(range.contains(span(1).minusNanos(1))).isFalse();
        assertThat(range.contains(span(2).plusNanos(1))).isFalse();
    }

    @Test
    void whatIsNoCurveIsRefused() {
        assertThatThrownBy(() -> rising(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rising(1, 2, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AgeCurve.Stretch(at(0), at(1), span(1), false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AgeCurve(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AgeCurve(List.of(zero(0, 1), zero(2, 3))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AgeRange(span(2), span(1))).isInstanceOf(IllegalArgumentException.class);
        AgeCurve curve = new AgeCurve(List.of(zero(0, 1)));
        assertThatThrownBy(() -> new AgeBand(curve, new AgeCurve(List.of(zero(0, 2)))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> curve.quantile(1.1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static AgeCurve.Stretch rising(double from, double to, double age) {
        return new AgeCurve.Stretch(at(from), at(to), span(age), true);
    }

    private static AgeCurve.Stretch zero(double from, double to) {
        return new AgeCurve.Stretch(at(from), at(to), Duration.ZERO, false);
    }

    private static AgeBand band(double look, double end, SlotOutcome... slots) {
        AgeTally tally = new AgeTally(new TimeWindow("window", NOON, at(end)), look(look));
        for (SlotOutcome slot : slots) {
            tally.add(slot);
        }
        return tally.band().orElseThrow();
    }

    /** Commits each 900 s, visible 200 s later; a day, with half an hour before it; reads at a random phase. */
    private static AgeBand periodic(double spacing, double poll, Random random) {
        AgeTally tally = new AgeTally(new TimeWindow("day", NOON, at(DAY)), look(DAY + 3_600));
        double phase = random.nextDouble() * poll;
        for (double slot = -1_800; slot < DAY; slot += spacing) {
            double due = slot + random.nextDouble() * spacing;
            double visible = PERIOD * Math.ceil(due / PERIOD) + DELAY;
            double firstSeen = poll == 0 ? visible : phase + poll * Math.ceil((visible - phase) / poll);
            double lastMissing = poll == 0 ? visible : Math.max(due, firstSeen - poll);
            tally.add(seen(due, lastMissing - due, firstSeen - due));
        }
        return tally.band().orElseThrow();
    }

    private static double width(AgeRange range) {
        return seconds(range.atMost().minus(range.atLeast()));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
