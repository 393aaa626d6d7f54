package rung.reporter.business;

import rung.core.evidence.RightCounts;
import rung.core.evidence.WindowCounts;
import rung.core.evidence.WindowEvidence;
import rung.core.ladder.Tier;

/**
 * What the staleness of one window means for articles that sell alike. Each figure is an interval between what is certain
 * and what is possible; none says how other windows will be, and windows are never added up.
 *
 * @param mover which articles
 * @param right share of the moments at which the count that a shopper sees is right; its ends are NaN when nothing is known
 * @param broken of 10,000 pick-up orders, how many are expected to be promised a last unit that is gone; NaN likewise
 */
public record Outlook(Mover mover, Between right, Between broken) {
    private static final double ORDERS = 10_000;

    /** From {@code atLeast} to {@code atMost}; both are NaN when nothing is known. */
    public record Between(double atLeast, double atMost) {
        /** Whether there is anything to say. */
        public boolean isKnown() {
            return !Double.isNaN(atLeast) && !Double.isNaN(atMost);
        }
    }

    /**
     * As it was measured in a window: right counts are those that are fresh, {@code E[exp(-r S)]}, and not wrong for good
     * since the last count of the stock, {@code (1 - exp(-x)) / x} with {@code x = r (loss + duplicate share) T}.
     *
     * @param duplicates sales of the window that were applied twice
     */
    public static Outlook of(WindowEvidence evidence, long duplicates, Mover mover, Assumptions assumptions) {
        RightCounts fresh = RightCounts.of(evidence, mover.salesPerHour());
        double kept = kept(evidence.counts(), duplicates, mover, assumptions);
        return new Outlook(
                mover,
                new Between(fresh.atLeast() * kept, fresh.atMost() * kept),
                new Between(broken(fresh.atMost(), assumptions), broken(fresh.atLeast(), assumptions)));
    }

    /**
     * As a pipeline would be that shows each sale between the begin of a tier's band and its edge, and loses none: what a
     * promise of that tier is worth.
     */
    public static Outlook of(Tier tier, Mover mover, Assumptions assumptions) {
        double worst = fresh(mover, tier.edge().toMillis());
        double best = fresh(mover, tier.from().toMillis());
        return new Outlook(
                mover, new Between(worst, best), new Between(broken(best, assumptions), broken(worst, assumptions)));
    }

    private static double fresh(Mover mover, long millis) {
        return Math.exp(-mover.salesPerHour() * millis / 3_600_000);
    }

    private static double kept(WindowCounts counts, long duplicates, Mover mover, Assumptions assumptions) {
        if (counts.injected() == 0) {
            return 1;
        }
        double wrong = (double) (counts.lost() + duplicates) / counts.injected();
        double x = mover.salesPerHour() * wrong * assumptions.reconciliation().toMillis() / 3_600_000;
        return x == 0 ? 1 : -Math.expm1(-x) / x;
    }

    /** An order for the last unit is broken when a sale of that unit is hidden yet. */
    private static double broken(double fresh, Assumptions assumptions) {
        return ORDERS * assumptions.lastUnitShare() * Math.max(0, 1 - fresh);
    }
}
