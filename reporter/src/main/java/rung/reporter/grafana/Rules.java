package rung.reporter.grafana;

import static rung.reporter.metrics.Metric.AGE;
import static rung.reporter.metrics.Metric.BEYOND;
import static rung.reporter.metrics.Metric.BUILD;
import static rung.reporter.metrics.Metric.CLOCKS;
import static rung.reporter.metrics.Metric.JUDGED;
import static rung.reporter.metrics.Metric.LAST_SALE;
import static rung.reporter.metrics.Metric.LOST;
import static rung.reporter.metrics.Metric.OBJECTIVE;
import static rung.reporter.metrics.Metric.READS;
import static rung.reporter.metrics.Metric.READS_FAILED;
import static rung.reporter.metrics.Metric.RESIDUE;
import static rung.reporter.metrics.Metric.SILENCE;
import static rung.reporter.metrics.Metric.SLOT;
import static rung.reporter.metrics.Metric.SLOTS;
import static rung.reporter.metrics.Metric.TIER_PROMISED;
import static rung.reporter.metrics.Metric.UNMEASURED;
import static rung.reporter.metrics.Metric.VERDICT;
import static rung.reporter.metrics.Metric.WAITING;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rung.core.config.Durations;
import rung.core.ladder.Ladder;
import rung.core.ladder.Tier;
import rung.reporter.grafana.Rule.Severity;

/** The rules: for each tier those that its promise is watched by, and those by which the probe itself is. */
final class Rules {
    /** Windows of the burn rate: a short one says that it still burns, a long one that it burnt enough to tell. */
    private static final List<String> WINDOWS = List.of("5m", "30m", "1h", "6h");

    /** A tier of hours burns no budget in minutes: its age and its verdict say enough. */
    private static final Duration SLOWEST_BURN = Duration.ofHours(1);

    private static final String BY = "by (job, instance, pipeline, stage)";
    private static final String ON = "on (job, instance, pipeline, stage)";

    private Rules() {}

    /** The files, by name. */
    static Map<String, String> files(Ladder ladder) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Tier tier : ladder.tiers()) {
            String name = "freshness-tier-" + tier.number();
            files.put(name + ".yml", Rule.file(name, of(tier)));
        }
        files.put("freshness-probe.yml", Rule.file("freshness-probe", ofProbe()));
        return files;
    }

    private static List<Rule> of(Tier tier) {
        List<Rule> rules = new ArrayList<>();
        boolean burns = tier.edge().compareTo(SLOWEST_BURN) < 0;
        if (burns) {
            WINDOWS.forEach(window -> rules.add(late(tier, window)));
            rules.add(judged(tier, "1h"));
            rules.add(judged(tier, "6h"));
        } else {
            rules.add(late(tier, "6h"));
        }
        rules.add(missedNow(tier));
        if (burns) {
            rules.add(burn(
                    tier,
                    "FreshnessErrorBudgetBurnFast",
                    new Burn("1h", "5m", 14.4, 0.8, 20, "2m", Severity.CRITICAL),
                    "Sales become late so fast that the promise is lost within hours."));
            rules.add(burn(
                    tier,
                    "FreshnessErrorBudgetBurnSlow",
                    new Burn("6h", "30m", 6, 0.5, 40, "15m", Severity.WARNING),
                    "Sales become late steadily, and the promise is lost within days."));
        }
        rules.add(belowTarget(tier));
        return rules.stream().map(rule -> rule.with(label(tier))).toList();
    }

    private static String le(Tier tier) {
        return Long.toString(tier.edge().toSeconds());
    }

    private static String promised(Tier tier) {
        return "and " + ON + " " + TIER_PROMISED.title() + " == " + tier.number();
    }

    private static Map<String, String> label(Tier tier) {
        return Map.of("tier", Integer.toString(tier.number()));
    }

    /** The share that was surely late, where that tier is promised. */
    private static Rule late(Tier tier, String window) {
        return Rule.record("freshness:beyond:ratio_rate" + window, """
                sum %1$s (rate(%2$s{le="%4$s"}[%5$s]))
                / (sum %1$s (rate(%3$s{le="%4$s"}[%5$s])) > 0)
                %6$s
                """.formatted(
                        BY, BEYOND.title(), JUDGED.title(), le(tier), window, promised(tier)));
    }

    private static Rule judged(Tier tier, String window) {
        return Rule.record("freshness:judged:increase" + window, """
                sum %s (increase(%s{le="%s"}[%s]))
                %s
                """.formatted(
                        BY, JUDGED.title(), le(tier), window, promised(tier)));
    }

    /** What a shopper notices now. */
    private static Rule missedNow(Tier tier) {
        return Rule.alert(
                "FreshnessTargetMissedNow",
                """
                max %s (%s{bound="lower"}) > %s
                %s
                """.formatted(BY, AGE.title(), 2 * tier.edge().toSeconds(), promised(tier)),
                "1m",
                Severity.CRITICAL,
                "Counts are older than twice what is promised.",
                "The count of {{ $labels.pipeline }} at {{ $labels.stage }} is {{ $value | humanizeDuration }} old; promised is"
                        + " " + Durations.words(tier.edge()) + ", for " + tier.use()
                        + ". A shopper sees what was on the shelf then. What came last, and by which commit, is on the"
                        + " pipeline's page.");
    }

    /**
     * When a budget burns.
     *
     * @param longer the window in which it must have burnt
     * @param shorter the window in which it must still burn
     * @param factor times as fast as the promise allows
     * @param most a share late that is enough, whatever the promise: 14.4 times 10 % is more than all
     * @param least so many sales must have been judged in the longer window
     */
    private record Burn(
            String longer, String shorter, double factor, double most, int least, String lasting, Severity severity) {}

    private static Rule burn(Tier tier, String name, Burn burn, String summary) {
        String bound = "on (job, instance, pipeline, stage) clamp_max(%s * (1 - %s), %s)"
                .formatted(number(burn.factor()), OBJECTIVE.title(), number(burn.most()));
        String tierLabel = "{tier=\"" + tier.number() + "\"}";
        return Rule.alert(
                name,
                """
                (freshness:beyond:ratio_rate%1$s%5$s > %3$s)
                and (freshness:beyond:ratio_rate%2$s%5$s > %3$s)
                and on (job, instance, pipeline, stage) freshness:judged:increase%1$s%5$s >= %4$d
                """.formatted(burn.longer(), burn.shorter(), bound, burn.least(), tierLabel),
                burn.lasting(),
                burn.severity(),
                summary,
                "{{ $value | humanizePercentage }} of the sales of {{ $labels.pipeline }} at {{ $labels.stage }} were surely"
                        + " older than " + Durations.words(tier.edge()) + " in the last " + burn.longer()
                        + ", and still are. At this pace a day's budget of late sales is gone within hours."
                        + " Shoppers meet counts that are wrong: " + tier.use() + ".");
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** A verdict is about a whole period: it alerts while what it says is still so. */
    private static Rule belowTarget(Tier tier) {
        return Rule.alert(
                "FreshnessTierBelowTarget",
                """
                (freshness:beyond:ratio_rate6h{tier="%1$d"} > %2$s (1 - %3$s))
                and on (job, instance, pipeline) %4$s{verdict="missed"} == 1
                """.formatted(tier.number(), ON, OBJECTIVE.title(), VERDICT.title()),
                "15m",
                Severity.WARNING,
                "The promised tier is proven missed, and still is not kept.",
                "{{ $labels.pipeline }} does not stand on tier " + tier.number() + " at {{ $labels.stage }}:"
                        + " {{ $value | humanizePercentage }} of the sales of the last six hours were surely late, and the"
                        + " verdict on its period is proven. The report says at which stage the time goes.");
    }

    private static List<Rule> ofProbe() {
        return List.of(
                Rule.record(
                        "freshness:reads_failed:ratio_rate10m", """
                        sum %1$s (rate(%2$s[10m]))
                        / (sum %1$s (rate(%3$s[10m])) > 0)
                        """.formatted(BY, READS_FAILED.title(), READS.title())),
                Rule.alert(
                        "FreshnessProbeAbsent",
                        "absent(" + BUILD.title() + ")",
                        "5m",
                        Severity.CRITICAL,
                        "Nobody measures freshness.",
                        "Prometheus finds no Rung. Whether counts are fresh is not known; start rung canary or rung serve,"
                                + " or look at the target."),
                Rule.alert(
                        "FreshnessProbeSilent",
                        "max by (job, instance) (" + SILENCE.title() + ") > 60",
                        "1m",
                        Severity.CRITICAL,
                        "The probe is dead, and freshness is not measured.",
                        "The log has had no sign of life of the probe for {{ $value | humanizeDuration }}. What is shown of"
                                + " the time since is not known; start the canary again."),
                Rule.alert(
                        "FreshnessProbeStalled",
                        """
                        time() - max by (job, instance, pipeline) (%s)
                        > on (job, instance, pipeline) 4 * max by (job, instance, pipeline) (%s)
                        """.formatted(LAST_SALE.title(), SLOT.title()),
                        "2m",
                        Severity.CRITICAL,
                        "No synthetic sales are made, and freshness is not measured.",
                        "The last sale of {{ $labels.pipeline }} was due {{ $value | humanizeDuration }} ago. Its source"
                                + " refuses sales, its keys are used up, or the probe is dead."),
                Rule.alert(
                        "FreshnessSlotsSpoilt",
                        """
                        max by (job, instance, pipeline) (rate(%s[10m]))
                        / (max by (job, instance, pipeline) (rate(%s[10m])) > 0) > 0.5
                        """.formatted(UNMEASURED.title(), SLOTS.title()),
                        "5m",
                        Severity.WARNING,
                        "Most synthetic sales cannot be made.",
                        "{{ $value | humanizePercentage }} of the slots of {{ $labels.pipeline }} have no sale: its source"
                                + " refuses them, or its keys are used up. Tills may meet the same."),
                Rule.alert(
                        "FreshnessObserverFailing",
                        "freshness:reads_failed:ratio_rate10m > 0.5",
                        "5m",
                        Severity.WARNING,
                        "A stage cannot be read, and its freshness is not known.",
                        "{{ $value | humanizePercentage }} of the looks at {{ $labels.stage }} of {{ $labels.pipeline }} fail."
                                + " Its freshness is unknown until it answers; the faults are counted by kind."),
                Rule.alert(
                        "FreshnessSalesLost",
                        "max %1$s (%2$s) > max %1$s (%2$s offset 1h)".formatted(BY, LOST.title()),
                        "5m",
                        Severity.WARNING,
                        "Sales never show.",
                        "{{ $value }} synthetic sales of {{ $labels.pipeline }} do not show at {{ $labels.stage }} and are"
                                + " older than the loss horizon, more than an hour ago. Sales of shoppers may be lost with"
                                + " them, and stock stays too high."),
                Rule.alert(
                        "FreshnessSyntheticResidue",
                        """
                        max by (job, instance, pipeline) (%s) != 0
                        and on (job, instance, pipeline) sum by (job, instance, pipeline) (%s) == 0
                        """.formatted(RESIDUE.title(), WAITING.title()),
                        "1h",
                        Severity.WARNING,
                        "Synthetic sales were not returned, and stock is wrong by them.",
                        "{{ $value }} units of {{ $labels.pipeline }} were sold by Rung and not returned, while none of its"
                                + " sales is on the way. They are on reserved keys only."),
                Rule.alert(
                        "FreshnessClockUnreliable",
                        "max by (job, instance) (" + CLOCKS.title() + ") > 0.05",
                        "10m",
                        Severity.WARNING,
                        "The probe's clocks part, and its windows are invalid.",
                        "Wall clock and monotonic clock of the probe parted by {{ $value | humanizeDuration }}: the machine"
                                + " was suspended or moved, or its clock is stepped. Verdicts are invalid meanwhile."));
    }
}
