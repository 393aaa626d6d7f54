package rung.reporter.web;

import java.util.OptionalInt;
import rung.core.ladder.Ladder;
import rung.core.ladder.Tier;
import rung.core.ladder.Verdict;
import rung.reporter.report.PipelineReport;

/**
 * The rung on which a pipeline stands: letter, shape and colour say the same.
 *
 * @param style class of its colour, {@code tier-0} to {@code tier-4} or {@code tier-none}
 * @param shape beside the letter
 * @param letter such as {@code T3}
 * @param name in words
 */
public record TierBadge(String style, String shape, String letter, String name) {
    static TierBadge of(Ladder ladder, PipelineReport pipeline) {
        OptionalInt tier = pipeline.tier();
        if (tier.isEmpty()) {
            return new TierBadge(
                    "tier-none",
                    "?",
                    "–",
                    pipeline.verdict() == Verdict.INVALID ? "no tier proven" : "no tier proven yet");
        }
        return of(ladder, tier.getAsInt());
    }

    static TierBadge of(Ladder ladder, int number) {
        return ladder.tier(number).map(TierBadge::of).orElse(new TierBadge("tier-0", "✕", "T0", "off the ladder"));
    }

    static TierBadge of(Tier tier) {
        return new TierBadge("tier-" + Math.min(tier.number(), 4), tier.shape(), "T" + tier.number(), tier.name());
    }
}
