package rung.probe.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import rung.probe.canary.Applied.InPlay;
import rung.probe.canary.Applied.Times;

/** Exhaustive over the sets of quantities that a key ring may have in play on one key, with and without returns. */
class AppliedTest {
    private static final int QUANTITIES = 8;

    @Test
    void everyCombinationIsReadAsWhatItIs() {
        List<Integer> combinations = new ArrayList<>();

        forEachInPlay(inPlay -> forEachTruth(inPlay, -1, 2, (truth, fallen) -> {
            combinations.add(1);
            assertThat(Applied.explain(inPlay, fallen).map(AppliedTest::counts))
                    .as("%s applied %s", inPlay, truth)
                    .contains(truth);
        }));

        assertThat(combinations).hasSize(19_950);
    }

    @Test
    void whatNoCombinationExplainsIsRefused() {
        forEachInPlay(inPlay -> {
            List<Long> explained = new ArrayList<>();
            forEachTruth(inPlay, -1, 2, (truth, fallen) -> explained.add(fallen));
            for (long fallen = -300; fallen <= 600; fallen++) {
                if (!explained.contains(fallen)) {
                    assertThat(Applied.explain(inPlay, fallen))
                            .as("%s fallen by %d", inPlay, fallen)
                            .isEmpty();
                }
            }
        });
    }

    @Test
    void aLateDuplicateOfAnOlderTransactionNeverPassesForOneInPlay() {
        List<Long> carried = new ArrayList<>();
        forEachInPlay(inPlay -> forEachTruth(inPlay, 0, 1, (truth, fallen) -> {
            for (long foreign : notInPlay(inPlay)) {
                Optional<List<Times>> read = Applied.explain(inPlay, fallen + foreign);
                for (int i = 0; read.isPresent() && i < inPlay.size(); i++) {
                    Times one = read.get().get(i);
                    if (!one.certain()) {
                        carried.add(foreign);
                    } else if (one.count() != truth.get(i)) {
                        assertThat(one.count())
                                .as("%s applied %s, and %d more of an older one: %s", inPlay, truth, foreign, read)
                                .isIn(-1, 2);
                    }
                }
            }
        }));

        assertThat(carried).as("the case that only doubt saves").isNotEmpty();
    }

    @Test
    void doubtIsCastOnlyWhereSomethingWasAppliedTooOften() {
        forEachInPlay(inPlay -> forEachTruth(inPlay, 0, 1, (truth, fallen) -> assertThat(
                        Applied.explain(inPlay, fallen).orElseThrow())
                .as("%s applied %s", inPlay, truth)
                .allMatch(Times::certain)));
    }

    @Test
    void aDuplicateSaleLeavesNoDoubtThatItsNeighbourWasApplied() {
        List<InPlay> inPlay = List.of(new InPlay(1, false), new InPlay(4, false));

        assertThat(Applied.explain(inPlay, 2 + 4)).contains(List.of(new Times(2, true), new Times(1, true)));
        assertThat(Applied.explain(inPlay, 2)).contains(List.of(new Times(2, true), new Times(0, false)));
    }

    @Test
    void theCarryOfALateDuplicateIsDoubted() {
        List<InPlay> inPlay = List.of(new InPlay(1, true), new InPlay(4, false));

        assertThat(Applied.explain(inPlay, 1 + 2)).contains(List.of(new Times(-1, true), new Times(1, false)));
    }

    private interface Each {
        void accept(List<InPlay> inPlay);
    }

    private static void forEachInPlay(Each each) {
        for (int set = 1; set < 1 << QUANTITIES; set++) {
            if ((set & set << 1) == 0) {
                int size = Integer.bitCount(set);
                for (int returning = 0; returning < 1 << size; returning++) {
                    List<InPlay> inPlay = new ArrayList<>();
                    for (int bit = 0; bit < QUANTITIES; bit++) {
                        if ((set >> bit & 1) == 1) {
                            inPlay.add(new InPlay(1 << bit, (returning >> inPlay.size() & 1) == 1));
                        }
                    }
                    each.accept(inPlay);
                }
            }
        }
    }

    private static void forEachTruth(List<InPlay> inPlay, int least, int most, BiConsumer<List<Integer>, Long> each) {
        forEachTruth(inPlay, least, most, List.of(), 0, each);
    }

    private static void forEachTruth(
            List<InPlay> inPlay,
            int least,
            int most,
            List<Integer> truth,
            long fallen,
            BiConsumer<List<Integer>, Long> each) {
        if (truth.size() == inPlay.size()) {
            each.accept(truth, fallen);
            return;
        }
        InPlay one = inPlay.get(truth.size());
        for (int times = one.returning() ? least : Math.max(0, least); times <= most; times++) {
            List<Integer> longer = new ArrayList<>(truth);
            longer.add(times);
            forEachTruth(inPlay, least, most, longer, fallen + (long) times * one.quantity(), each);
        }
    }

    private static List<Long> notInPlay(List<InPlay> inPlay) {
        List<Long> others = new ArrayList<>();
        for (int bit = 0; bit < QUANTITIES; bit++) {
            int quantity = 1 << bit;
            if (inPlay.stream().noneMatch(one -> one.quantity() == quantity)) {
                others.add((long) quantity);
                others.add((long) -quantity);
            }
        }
        return others;
    }

    private static List<Integer> counts(List<Times> times) {
        return times.stream().map(Times::count).toList();
    }
}
