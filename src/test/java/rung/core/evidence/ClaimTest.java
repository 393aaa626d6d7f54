package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many slots decide an edge, and that a claim is false at most once in twenty windows, looked at after every slot. */
class ClaimTest {
    private static final Rule RULE = new Rule(0.95, 0.95);
    private static final long SEED = 20_261_122;
    private static final int RUNS = 2_000;
    private static final int CONTRAST_RUNS = 400;
    private static final int SLOTS = 2_000;
    /** Three standard errors above 5 % of {@link #RUNS}. */
    private static final double FALSE_AT_MOST = 0.05 + 3 * Math.sqrt(0.05 * 0.95 / RUNS);

    /** Late share of each slot of a window: the pipeline's part, which knows nothing of the injections. */
    @FunctionalInterface
    private interface LateShares {
        double[] of(Random random, int slots);
    }

    @ParameterizedTest(name = "{0} of the sales")
    @CsvSource({"0.90, 36", "0.95, 73", "0.99, 369"})
    void cleanSlotsToKept(double share, long slots) {
        Rule rule = new Rule(share, 0.95);

        assertThat(Claim.kept(slots, 0, rule)).isTrue();
        assertThat(Claim.kept(slots - 1, 0, rule)).isFalse();
        assertThat(Claim.slotsToKeep(slots - 1, 0, rule)).isEqualTo(1);
        assertThat(Claim.slotsToKeep(slots, 0, rule)).isZero();
        assertThat(Claim.slotsToKeep(0, 0, rule)).isEqualTo(slots);
    }

    @Test
    void holdsOfAKneeSearchNeedOneHundredAndElevenSlotsAtASixthOfTheRisk() {
        Rule rule = new Rule(0.95, 1 - 0.05 / 6);

        assertThat(Claim.slotsToKeep(0, 0, rule)).isEqualTo(111);
    }

    @Test
    void allLateIsMissedAfterTwoSlots() {
        assertThat(Claim.missed(1, 1, RULE)).isFalse();
        assertThat(Claim.missed(2, 2, RULE)).isTrue();
    }

    @Test
    void nothingIsClaimedOfNothing() {
        assertThat(Claim.kept(0, 0, RULE)).isFalse();
        assertThat(Claim.missed(0, 0, RULE)).isFalse();
        assertThat(Claim.shareAtLeast(0, 0, RULE.confidence())).isZero();
        assertThat(Claim.shareAtLeast(100, 100, RULE.confidence())).isZero();
    }

    @ParameterizedTest(name = "{0} late: {1} slots")
    @CsvSource({"0.01, 138", "0.02, 250", "0.03, 671"})
    void medianSlotsToKept(double late, int printed) {
        assertThat(medianSlots(late, true)).isCloseTo(printed, withinPercentage(15));
    }

    @ParameterizedTest(name = "{0} late: {1} slots")
    @CsvSource({"0.5, 5", "0.2, 22"})
    void medianSlotsToMissed(double late, int printed) {
        assertThat(medianSlots(late, false)).isCloseTo(printed, within(Math.max(1, printed * 15 / 100)));
    }

    @Test
    void onePercentLateIsKeptWithinOneHundredAndSixtySlots() {
        assertThat(medianSlots(0.01, true)).isLessThanOrEqualTo(160);
    }

    @Test
    void theProvenShareIsTheBoundaryBetweenKeptAndNotKept() {
        Random random = new Random(SEED);
        for (int i = 0; i < 300; i++) {
            long slots = 1L + random.nextInt(3_000);
            long late = random.nextInt((int) Math.min(slots, 60) + 1);
            double share = Claim.shareAtLeast(slots, late, RULE.confidence());
            if (share > 0) {
                assertThat(Claim.kept(slots, late, new Rule(share - 1e-9, 0.95)))
                        .isTrue();
                assertThat(Claim.kept(slots, late, new Rule(share + 1e-9, 0.95)))
                        .isFalse();
            }
            assertThat(Claim.kept(slots, late, RULE))
                    .as("%d late of %d, seed %d", late, slots, SEED)
                    .isEqualTo(share >= RULE.share());
        }
    }

    @Test
    void slotsToKeepAreExactlyEnough() {
        Random random = new Random(SEED);
        for (int i = 0; i < 100; i++) {
            long slots = random.nextInt(500);
            long late = random.nextInt((int) slots + 1);
            long more = Claim.slotsToKeep(slots, late, RULE);

            assertThat(Claim.kept(slots + more, late, RULE)).isTrue();
            assertThat(more == 0 || !Claim.kept(slots + more - 1, late, RULE)).isTrue();
        }
    }

    @Test
    void countsOfAYearAtOneASecondStayFinite() {
        assertThat(Claim.kept(31_536_000, 300_000, RULE)).isTrue();
        assertThat(Claim.missed(31_536_000, 3_000_000, RULE)).isTrue();
        assertThat(Claim.shareAtLeast(31_536_000, 300_000, RULE.confidence())).isBetween(0.98, 0.9905);
        assertThat(Claim.slotsToKeep(31_536_000, 31_536_000, RULE)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"even", "spells", "all or nothing", "one long spell at the end", "drift"})
    void aClaimIsFalseInAtMostOneWindowInTwentyHoweverOftenAnybodyLooks(String pipeline) {
        LateShares lateShares = pipeline(pipeline);
        int falselyKept = 0;
        int falselyMissed = 0;
        for (int run = 0; run < RUNS; run++) {
            boolean[] wrong = anyFalseClaim(lateShares, SEED + run);
            falselyKept += wrong[0] ? 1 : 0;
            falselyMissed += wrong[1] ? 1 : 0;
        }

        System.out.printf(
                "claims at the boundary, %s, seed %d: falsely kept %.1f %%, falsely missed %.1f %% of %d windows%n",
                pipeline, SEED, 100.0 * falselyKept / RUNS, 100.0 * falselyMissed / RUNS, RUNS);
        assertThat(falselyKept / (double) RUNS).isLessThanOrEqualTo(FALSE_AT_MOST);
        assertThat(falselyMissed / (double) RUNS).isLessThanOrEqualTo(FALSE_AT_MOST);
    }

    @Test
    void aFixedLookBoundTakenAtEveryLookIsFalseFarMoreOften() {
        int falselyKept = 0;
        for (int run = 0; run < CONTRAST_RUNS; run++) {
            SplittableRandom random = new SplittableRandom(SEED + run);
            int late = 0;
            boolean claimed = false;
            for (int slot = 1; slot <= SLOTS && !claimed; slot++) {
                late += random.nextDouble() < 0.05 ? 1 : 0;
                claimed = slot % 10 == 0
                        && new BinomialDistribution(null, slot, 0.05).cumulativeProbability(late) <= 0.05;
            }
            falselyKept += claimed ? 1 : 0;
        }

        System.out.printf(
                "contrast, Clopper-Pearson at every tenth slot, seed %d: falsely kept %.1f %% of %d windows%n",
                SEED, 100.0 * falselyKept / CONTRAST_RUNS, CONTRAST_RUNS);
        assertThat(falselyKept / (double) CONTRAST_RUNS).isGreaterThan(0.15);
    }

    @Test
    void aRuleOutsideTheOpenUnitIntervalIsRefused() {
        for (double wrong : new double[] {0, 1, -0.1, 1.5, Double.NaN}) {
            assertThatThrownBy(() -> new Rule(wrong, 0.95))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("share");
            assertThatThrownBy(() -> new Rule(0.95, wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("confidence");
        }
    }

    @Test
    void aRecordOverWindowsHasClopperAndPearsonsBound() {
        assertThat(WindowRecord.of(21, 21, 0.95).atLeast()).isCloseTo(Math.pow(0.05, 1 / 21.0), within(1e-9));
        assertThat(WindowRecord.of(21, 0, 0.95).atLeast()).isZero();
        assertThat(WindowRecord.of(0, 0, 0.95).atLeast()).isZero();
        double bound = WindowRecord.of(20, 18, 0.95).atLeast();
        assertThat(1 - new BinomialDistribution(null, 20, bound).cumulativeProbability(17))
                .isCloseTo(0.05, within(1e-6));
        assertThatThrownBy(() -> WindowRecord.of(3, 4, 0.95)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRecordLookedAtContinuouslyHasASmallerBoundThatHoldsAtEveryLook() {
        assertThat(WindowRecord.of(0, 0, 0.95).atLeastAtAnyLook()).isZero();
        assertThat(WindowRecord.of(21, 0, 0.95).atLeastAtAnyLook()).isZero();
        assertThat(WindowRecord.of(73, 73, 0.95).atLeastAtAnyLook()).isBetween(0.95, 0.951);
        assertThat(WindowRecord.of(72, 72, 0.95).atLeastAtAnyLook()).isLessThan(0.95);
        WindowRecord most = WindowRecord.of(21, 20, 0.95);
        assertThat(most.atLeastAtAnyLook()).isBetween(0.6, most.atLeast());
    }

    @ParameterizedTest(name = "{0} of the windows are kept")
    @ValueSource(doubles = {0.5, 0.9, 0.98})
    void aLookAtTheRecordAfterEachOfSevenHundredAndTwentyWindowsIsFalseInOneRunOfTwenty(double share) {
        Random random = new Random(SEED);
        int falseAtAnyLook = 0;
        int falseByClopperAndPearson = 0;
        for (int run = 0; run < RUNS; run++) {
            int kept = 0;
            boolean isFalse = false;
            boolean isContrastFalse = false;
            for (int windows = 1; windows <= 720; windows++) {
                kept += random.nextDouble() < share ? 1 : 0;
                isFalse |= Claim.kept(windows, windows - kept, new Rule(share, 0.95));
                isContrastFalse |= run < CONTRAST_RUNS
                        && windows % 10 == 0
                        && WindowRecord.of(windows, kept, 0.95).atLeast() > share;
            }
            falseAtAnyLook += isFalse ? 1 : 0;
            falseByClopperAndPearson += isContrastFalse ? 1 : 0;
        }
        System.out.printf(
                "record over 720 windows, %.0f %% kept, seed %d: false at any look in %.1f %% of %d runs; by the bound of one"
                        + " look, at every tenth, in %.1f %% of %d%n",
                100 * share,
                SEED,
                100.0 * falseAtAnyLook / RUNS,
                RUNS,
                100.0 * falseByClopperAndPearson / CONTRAST_RUNS,
                CONTRAST_RUNS);
        assertThat((double) falseAtAnyLook / RUNS).isLessThanOrEqualTo(FALSE_AT_MOST);
        assertThat((double) falseByClopperAndPearson / CONTRAST_RUNS).isGreaterThan(FALSE_AT_MOST);
    }

    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource({"30, 30", "30, 27", "720, 700"})
    void theRecordsBoundIsTheLargestShareThatTheClaimProves(int windows, int kept) {
        double bound = WindowRecord.of(windows, kept, 0.95).atLeastAtAnyLook();

        assertThat(Claim.kept(windows, windows - kept, new Rule(bound - 1e-9, 0.95)))
                .isTrue();
        assertThat(Claim.kept(windows, windows - kept, new Rule(bound + 1e-9, 0.95)))
                .isFalse();
    }

    /** A claim is false at a look when the mean late share so far is on the other side of the rule. */
    private static boolean[] anyFalseClaim(LateShares pipeline, long seed) {
        Random random = new Random(seed);
        double[] shares = pipeline.of(random, SLOTS);
        boolean[] wrong = new boolean[2];
        long late = 0;
        double sum = 0;
        for (int slots = 1; slots <= SLOTS; slots++) {
            double share = shares[slots - 1];
            sum += share;
            late += random.nextDouble() < share ? 1 : 0;
            double mean = sum / slots;
            wrong[0] |= mean >= RULE.lateAllowed() - 1e-12 && Claim.kept(slots, late, RULE);
            wrong[1] |= mean <= RULE.lateAllowed() + 1e-12 && Claim.missed(slots, late, RULE);
        }
        return wrong;
    }

    private static LateShares pipeline(String name) {
        return switch (name) {
            case "even" -> (random, slots) -> filled(slots, 0.05);
            case "spells" ->
                (random, slots) -> {
                    double[] shares = new double[slots];
                    for (int i = random.nextInt(100); i < slots; i += 100) {
                        Arrays.fill(shares, i, Math.min(slots, i + 10), 0.5);
                    }
                    return shares;
                };
            case "all or nothing" ->
                (random, slots) -> {
                    double[] shares = new double[slots];
                    for (int i = random.nextInt(20); i < slots; i += 20) {
                        shares[i] = 1;
                    }
                    return shares;
                };
            case "one long spell at the end" ->
                (random, slots) -> {
                    double[] shares = new double[slots];
                    int spell = slots / 20;
                    Arrays.fill(shares, slots - spell, slots, 1);
                    return shares;
                };
            case "drift" ->
                (random, slots) -> {
                    double[] shares = new double[slots];
                    for (int i = 0; i < slots; i++) {
                        shares[i] = 0.05 + 0.05 * Math.sin(2 * Math.PI * i / 400);
                    }
                    return shares;
                };
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static double[] filled(int slots, double share) {
        double[] shares = new double[slots];
        Arrays.fill(shares, share);
        return shares;
    }

    private static int medianSlots(double lateShare, boolean kept) {
        int[] needed = new int[401];
        for (int run = 0; run < needed.length; run++) {
            SplittableRandom random = new SplittableRandom(SEED + run);
            long late = 0;
            int slots = 0;
            do {
                slots++;
                late += random.nextDouble() < lateShare ? 1 : 0;
            } while (slots < 20_000 && !(kept ? Claim.kept(slots, late, RULE) : Claim.missed(slots, late, RULE)));
            needed[run] = slots;
        }
        Arrays.sort(needed);
        System.out.printf(
                "median slots to %s with %.0f %% late, seed %d: %d%n",
                kept ? "kept" : "missed", 100 * lateShare, SEED, needed[needed.length / 2]);
        return needed[needed.length / 2];
    }
}
