package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rung.core.evidence.Slots.at;
import static rung.core.evidence.Slots.span;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;

/** A slot each 10 s from noon; an edge of 5 s, 2 s of patience, losses after an hour, holes after a minute. */
class RunTallyTest {
    private static final Duration SLOT = Duration.ofSeconds(10);
    private static final PipelineSetup PIPELINE = new PipelineSetup(
            "sales",
            Promise.none("api"),
            Slots.NOON,
            SLOT,
            List.of(StageSetup.polled("api", Duration.ofMillis(250), Duration.ZERO)));
    private static final Look LOOK = Slots.look(0);

    private final Told told = new Told();
    private final RunTally tally = new RunTally(PIPELINE, LOOK, told);

    /** Remembers what it was told. */
    private static final class Told implements RunTally.Listener {
        private final List<Long> sales = new ArrayList<>();
        private long inFolds;

        @Override
        public void seen(long number, SlotOutcome sale) {
            sales.add(number);
        }

        @Override
        public void seen(Fold many) {
            inFolds += many.counts().seen();
        }
    }

    private EdgeTotals edge() {
        return tally.edges().get(0);
    }

    private static EdgeTotals totals(long judged, long within, long beyond) {
        return new EdgeTotals(Slots.EDGE, judged, within, beyond);
    }

    private void again(SlotOutcome slot) {
        tally.again(slot, number -> false);
    }

    @Test
    void saleThatWasSeenCountsAtOnceAndOnce() {
        tally.lookAt(at(20));
        tally.add(Slots.seen(3, 1, 1.2));
        tally.add(Slots.seen(13, 6, 6.2));

        assertThat(edge()).isEqualTo(totals(2, 1, 1));
        assertThat(told.sales).containsExactly(0L, 1L);
        assertThat(tally.slots()).isEqualTo(2);
        assertThat(tally.waiting()).isZero();
        assertThatThrownBy(() -> tally.add(Slots.seen(13, 6, 6.2))).hasMessageContaining("told before");
    }

    @Test
    void saleThatIsMissingCountsOnceItIsPastHopeAndAgainstThePipelineOnlyWhenALookProvedIt() {
        tally.lookAt(at(10));
        tally.add(Slots.unseen("", 3, 6));
        tally.lookAt(at(10));
        tally.due();
        again(Slots.unseen("", 3, 6));
        assertThat(edge()).as("it may have come in time: a look takes its time").isEqualTo(totals(0, 0, 0));

        tally.lookAt(at(10.1));
        again(Slots.unseen("", 3, 0));
        assertThat(edge()).as("no look proves that it was late").isEqualTo(totals(1, 0, 0));

        again(Slots.unseen("", 3, 6));
        again(Slots.unseen("", 3, 7));
        assertThat(edge()).isEqualTo(totals(1, 0, 1));

        again(Slots.seen(3, 7, 8));
        assertThat(edge()).as("what shows late was late all along").isEqualTo(totals(1, 0, 1));
        assertThat(told.sales).containsExactly(0L);
        assertThat(tally.waiting()).isZero();
    }

    @Test
    void saleThatTheFrontDoorMayStillRefuseIsNotHeldAgainstThePipeline() {
        tally.lookAt(at(30));
        tally.add(Slots.unseen("", 3, 20));

        tally.again(Slots.unseen("", 3, 20), number -> true);
        assertThat(edge()).isEqualTo(totals(0, 0, 0));

        tally.again(Slots.unmeasured(3), number -> true);
        assertThat(edge()).as("refused within the grace").isEqualTo(totals(0, 0, 0));
        tally.lookAt(at(100));
        again(Slots.unmeasured(3));
        assertThat(edge()).isEqualTo(totals(1, 0, 0));
        assertThat(tally.unmeasured()).isOne();

        tally.add(Slots.unseen("", 13, 3700));
        tally.lookAt(at(13 + 3600));
        tally.again(Slots.unseen("", 13, 3590), number -> true);
        assertThat(edge()).as("lost, whatever the front door says").isEqualTo(totals(2, 0, 1));
    }

    @Test
    void slotWithoutFactsMayOnlyHaveALateTill() {
        tally.lookAt(at(10));
        tally.add(Slots.unmeasured(0));
        assertThat(tally.unmeasured()).isZero();

        again(Slots.handedAfter(0.04, Slots.seen(9.99, 0.2, 0.4)));

        assertThat(tally.unmeasured()).isZero();
        assertThat(edge()).isEqualTo(totals(1, 1, 0));
    }

    @Test
    void whatWasSpoiltIsNeitherWithinNorBeyond() {
        tally.lookAt(at(200));
        tally.add(Slots.unmeasured(3));
        tally.add(Slots.handedAfter(0.06, Slots.seen(13, 1, 2)));

        assertThat(edge()).isEqualTo(totals(2, 0, 0));
        assertThat(tally.unmeasured()).isOne();
        assertThat(told.sales).containsExactly(1L);
    }

    @Test
    void anOldOpenSlotIsLookedAtMoreSeldomAndAtItsEdgeAtOnce() {
        tally.lookAt(at(10));
        tally.add(Slots.unseen("", 5, 0));
        assertThat(tally.due()).hasSize(1);
        again(Slots.unseen("", 5, 0));
        assertThat(tally.due()).isEmpty();

        tally.lookAt(at(12.001));
        assertThat(tally.due()).containsExactly(new TimeWindow("due", Slots.NOON, Slots.NOON.plus(SLOT)));

        tally.lookAt(at(1005));
        again(Slots.unseen("", 5, 0));
        tally.lookAt(at(1050));
        assertThat(tally.due()).isEmpty();
        tally.lookAt(at(1055));
        assertThat(tally.due()).hasSize(1);
    }

    @Test
    void theAgeLiesBetweenTheOldestUnseenAndTheNewestUpToWhichAllShow() {
        tally.lookAt(at(30));
        assertThat(tally.visibleUntil()).isEmpty();
        tally.add(Slots.seen(3, 1, 2));
        tally.add(Slots.unseen(13));
        tally.add(Slots.unseen(23));
        assertThat(tally.oldestUnseen()).contains(at(13));
        assertThat(tally.visibleUntil()).contains(at(3));
        assertThat(tally.newestSale()).contains(at(23));

        again(Slots.seen(13, 1, 20));
        assertThat(tally.oldestUnseen()).contains(at(23));
        assertThat(tally.visibleUntil()).contains(at(13));

        again(Slots.seen(23, 1, 7));
        assertThat(tally.oldestUnseen()).isEmpty();
        assertThat(tally.visibleUntil()).contains(at(23));
    }

    @Test
    void hole() {
        tally.lookAt(at(30));
        tally.add(Slots.unseen("a", 3, 0));
        tally.add(Slots.unseen("b", 13, 0));
        tally.add(Slots.seen("a", 23, 1, 2));

        tally.lookAt(at(84.9));
        assertThat(tally.oldestUnseen()).contains(at(3));
        tally.lookAt(at(85));
        assertThat(tally.oldestUnseen()).as("overtaken a minute ago").contains(at(13));
        assertThat(tally.waiting()).isEqualTo(2);
        tally.lookAt(at(3603));
        assertThat(tally.lost()).isOne();
        assertThat(tally.waiting()).isOne();
    }

    /** The same facts at the same moment, whoever began when, by slots or by folds. */
    @Test
    void whoeverBeginsAnewComesToTheSameNumbersAndNoNumberFalls() {
        for (int seed = 0; seed < 40; seed++) {
            History history = new History(seed);
            RunTally living = new RunTally(PIPELINE, LOOK, new Told());
            EdgeTotals before = totals(0, 0, 0);
            for (int second = 0; second < 3000; second += 7) {
                history.tell(living, at(second), false);
                EdgeTotals now = living.edges().get(0);
                assertThat(now.judged()).isGreaterThanOrEqualTo(before.judged());
                assertThat(now.within()).isGreaterThanOrEqualTo(before.within());
                assertThat(now.beyond()).isGreaterThanOrEqualTo(before.beyond());
                before = now;
            }
            Instant end = at(3 * 3600);
            history.tell(living, end, false);
            Told anewTold = new Told();
            RunTally anew = new RunTally(PIPELINE, LOOK, anewTold);
            history.tell(anew, end, false);
            Told foldedTold = new Told();
            RunTally folded = new RunTally(PIPELINE, LOOK, foldedTold);
            history.tell(folded, end, true);

            assertThat(foldedTold.inFolds).isPositive();
            assertThat(foldedTold.inFolds + foldedTold.sales.size()).isEqualTo(anewTold.sales.size());
            for (RunTally other : List.of(anew, folded)) {
                assertThat(other.edges()).as("seed " + seed).isEqualTo(living.edges());
                assertThat(other.slots()).isEqualTo(living.slots());
                assertThat(other.seen()).isEqualTo(living.seen());
                assertThat(other.unmeasured()).isEqualTo(living.unmeasured());
                assertThat(other.lost()).isEqualTo(living.lost());
                assertThat(other.oldestUnseen()).isEqualTo(living.oldestUnseen());
            }
        }
    }

    /** Five minutes of sales, some late, some lost, some spoilt, as a log knows them at a moment. */
    private static final class History {
        private static final int SLOTS = 200;

        private final List<SlotOutcome> truth = new ArrayList<>();

        private History(int seed) {
            Random random = new Random(seed);
            for (long slot = 0; slot < SLOTS; slot++) {
                double due = (double) slot * 10 + random.nextDouble() * 10;
                double delay = random.nextInt(4) == 0 ? 4 + random.nextDouble() * 300 : random.nextDouble() * 5;
                SlotOutcome sale = Slots.seen("" + random.nextInt(3), due, Math.max(0, delay - 0.3), delay);
                truth.add(
                        switch (random.nextInt(12)) {
                            case 0 ->
                                new SlotOutcome(
                                        sale.intended(),
                                        sale.intended(),
                                        sale.lane(),
                                        new Outcome.Unseen(at(due + 100)));
                            case 1 ->
                                new SlotOutcome(
                                        at((double) slot * 10),
                                        at((double) slot * 10),
                                        "",
                                        new Outcome.Unmeasured("skipped"));
                            case 2 -> Slots.handedAfter(0.1, Slots.seen(sale.lane(), due, 1, 2));
                            default -> sale;
                        });
            }
        }

        private SlotOutcome known(long slot, Instant moment) {
            SlotOutcome all = truth.get((int) slot);
            return all.outcome()
                    .fold(
                            seen -> seen.firstSeen().isBefore(moment) ? all : missing(all, seen.lastMissing(), moment),
                            unseen -> missing(all, unseen.lastMissing(), moment),
                            unmeasured -> all);
        }

        private static SlotOutcome missing(SlotOutcome all, Instant last, Instant moment) {
            Instant looked = last.isBefore(moment) ? last : moment;
            return new SlotOutcome(
                    all.intended(),
                    all.handed(),
                    all.lane(),
                    new Outcome.Unseen(looked.isBefore(all.intended()) ? all.intended() : looked));
        }

        private void tell(RunTally tally, Instant moment, boolean inFolds) {
            tally.lookAt(moment);
            if (inFolds) {
                for (int i = 0; i < 3; i++) {
                    fold(tally, new TimeWindow("fold", at(300 * i), at(300 * (i + 1))), moment);
                }
            }
            long next = Duration.between(Slots.NOON, tally.window().from()).dividedBy(SLOT);
            for (; next < SLOTS && !PIPELINE.slotStart(next + 1).isAfter(moment); next++) {
                tally.add(known(next, moment));
            }
            for (TimeWindow due : tally.due()) {
                long first = Duration.between(Slots.NOON, due.from()).dividedBy(SLOT);
                long last = Duration.between(Slots.NOON, due.to()).dividedBy(SLOT);
                for (long slot = first; slot < last; slot++) {
                    tally.again(known(slot, moment), number -> false);
                }
            }
        }

        private void fold(RunTally tally, TimeWindow window, Instant moment) {
            FoldTally making = new FoldTally(
                    window,
                    new Look(
                            moment,
                            LOOK.rule(),
                            LOOK.edges(),
                            LOOK.patience(),
                            LOOK.lossHorizon(),
                            LOOK.holePatience(),
                            LOOK.pollPeriod()));
            List<SlotOutcome> slots = new ArrayList<>();
            LongStream.range(0, SLOTS)
                    .filter(slot -> !PIPELINE.slotStart(slot).isBefore(window.from())
                            && !PIPELINE.slotStart(slot + 1).isAfter(window.to()))
                    .forEach(slot -> slots.add(known(slot, moment)));
            slots.forEach(making::add);
            Fold fold = making.fold().orElseThrow();
            List<Instant> aside =
                    fold.aside().stream().map(Fold.Aside::intended).toList();
            if (tally.takes(fold)) {
                tally.add(
                        fold,
                        slots.stream()
                                .filter(slot -> aside.contains(slot.intended()))
                                .toList());
            } else {
                slots.forEach(tally::add);
            }
        }
    }

    @Test
    void slotsThatWereToldAreNotTakenAgainInAFold() {
        tally.lookAt(at(4000));
        FoldTally making = new FoldTally(new TimeWindow("fold", at(0), at(60)), Slots.look(4000));
        making.add(Slots.seen(3, 1, 2));
        Fold fold = making.fold().orElseThrow();
        assertThat(tally.takes(fold)).isTrue();

        tally.add(new SlotOutcome(at(3), at(3), "", new Outcome.Seen(at(4), at(4).plus(span(1)), Cycle.unknown())));

        assertThat(tally.takes(fold)).isFalse();
    }
}
