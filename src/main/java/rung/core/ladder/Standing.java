package rung.core.ladder;

import java.util.List;
import java.util.OptionalInt;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.State;
import rung.core.evidence.WindowEvidence;

/**
 * Which tiers a window's evidence proves kept and missed on one stage.
 *
 * @param claims per tier, fastest first
 */
public record Standing(List<Claimed> claims) {
    /** What is proven of one tier. */
    public record Claimed(Tier tier, EdgeEvidence evidence) {}

    public Standing {
        claims = List.copyOf(claims);
    }

    /**
     * Reads the standing off the evidence.
     *
     * @throws IllegalArgumentException when the evidence was not gathered at the ladder's edges
     */
    public static Standing of(Ladder ladder, WindowEvidence evidence) {
        return new Standing(ladder.tiers().stream()
                .map(tier -> new Claimed(
                        tier,
                        evidence.at(tier.edge())
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "no evidence at tier " + tier.number() + "'s edge"))))
                .toList());
    }

    /** The fastest tier proven kept; 0 when even the slowest is proven missed; absent when nothing is kept yet. */
    public OptionalInt kept() {
        for (Claimed claim : claims) {
            if (claim.evidence().state() == State.KEPT) {
                return OptionalInt.of(claim.tier().number());
            }
        }
        return slowestMissed() ? OptionalInt.of(0) : OptionalInt.empty();
    }

    /** The fastest tier that is not proven missed; 0 when all are. */
    public int notMissed() {
        for (Claimed claim : claims) {
            if (claim.evidence().state() != State.MISSED) {
                return claim.tier().number();
            }
        }
        return 0;
    }

    /** What is proven of tier {@code number}. */
    public State state(int number) {
        return claims.stream()
                .filter(claim -> claim.tier().number() == number)
                .map(claim -> claim.evidence().state())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the ladder has no tier " + number));
    }

    private boolean slowestMissed() {
        return claims.get(claims.size() - 1).evidence().state() == State.MISSED;
    }
}
