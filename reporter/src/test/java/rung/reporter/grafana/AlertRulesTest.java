package rung.reporter.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rung.reporter.Ladders;
import rung.reporter.metrics.Metric;

/** Each alert fires in its situation and in no other, as Prometheus' own promtool computes it. */
class AlertRulesTest {
    private static final String FAST = "FreshnessErrorBudgetBurnFast";
    private static final String SLOW = "FreshnessErrorBudgetBurnSlow";
    private static final String NOW = "FreshnessTargetMissedNow";

    @TempDir
    Path folder;

    private static Situation bopis(String title) {
        return Situation.of(title, 3, 6);
    }

    private static Situation outage(Situation before, int minutes) {
        return before.then()
                .growing("freshness_judged_total", 0)
                .growing("freshness_within_total", 0)
                .growing("freshness_age_seconds{bound=\"lower\"", 60)
                .growing("freshness_age_seconds{bound=\"upper\"", 60)
                .lasting(5)
                .growing("freshness_judged_total", 6)
                .growing("freshness_beyond_total", 6)
                .lasting(minutes - 5);
    }

    private static Situation late(Situation before, double share, int minutes) {
        return before.then()
                .growing("freshness_within_total", 6 * (1 - share))
                .growing("freshness_beyond_total", 6 * share)
                .lasting(minutes);
    }

    private static Situation well(Situation after, int minutes) {
        return after.growing("freshness_within_total", 6)
                .growing("freshness_beyond_total", 0)
                .is("freshness_age_seconds{bound=\"lower\"", 10)
                .is("freshness_age_seconds{bound=\"upper\"", 20)
                .lasting(minutes);
    }

    static Stream<Arguments> situations() {
        return all().map(situation -> Arguments.of(Named.of(situation.title(), situation)));
    }

    private static Stream<Situation> all() {
        return Stream.of(
                bopis("all is well").then().alerts(),
                Situation.of("a quiet night: a sale a minute, all in time", 3, 1)
                        .then()
                        .alerts(),
                Situation.of("a flash sale that keeps its promise", 4, 60)
                        .then()
                        .alerts(),
                outage(bopis("the pipeline stands still for an hour"), 60).alerts(NOW, FAST),
                outage(bopis("it has stood still for eight minutes"), 8).alerts(),
                outage(bopis("it stands still for half a day"), 12 * 60).alerts(NOW, FAST, SLOW),
                well(outage(bopis("it stood still for an hour, and is well since ten minutes"), 60), 10)
                        .alerts(),
                outage(Situation.of("nightly: nothing came for an hour", 1, 1), 60)
                        .alerts(),
                outage(Situation.of("nightly: nothing came for two days and an hour", 1, 1), 49 * 60)
                        .alerts(NOW),
                late(bopis("four of ten sales are late, all day"), 0.4, 7 * 60).alerts(SLOW),
                late(
                                bopis("four of ten sales are late, all day, and that is proven")
                                        .always("freshness_verdict", 1),
                                0.4,
                                7 * 60)
                        .alerts(SLOW, "FreshnessTierBelowTarget"),
                bopis("an evening was missed last week, and all is well since")
                        .always("freshness_verdict", 1)
                        .then()
                        .alerts(),
                late(bopis("one of a hundred is late"), 0.01, 7 * 60).alerts(),
                late(bopis("objective of 90 %: all are late").always("freshness_slo_objective", 0.9), 1, 60)
                        .alerts(FAST),
                late(
                                bopis("objective of 90 %: six of ten are late, all day")
                                        .always("freshness_slo_objective", 0.9),
                                0.6,
                                7 * 60)
                        .alerts(SLOW),
                late(bopis("objective of 99 %: one of five is late").always("freshness_slo_objective", 0.99), 0.2, 60)
                        .alerts(FAST),
                Situation.of("low traffic: the last eleven sales are late, too few to tell", 3, 0.2)
                        .then()
                        .growing("freshness_within_total", 0)
                        .growing("freshness_beyond_total", 0.2)
                        .lasting(55)
                        .alerts(),
                bopis("the stage cannot be read")
                        .then()
                        .growing("freshness_within_total", 0)
                        .growing("freshness_reads_failed_total", 240)
                        .is("freshness_age_seconds{bound=\"lower\"", Double.NaN)
                        .growing("freshness_age_seconds{bound=\"upper\"", 60)
                        .lasting(60)
                        .alerts("FreshnessObserverFailing"),
                bopis("one look in ten fails")
                        .then()
                        .growing("freshness_reads_failed_total", 24)
                        .lasting(60)
                        .alerts(),
                bopis("the probe is dead, and its log still served")
                        .then()
                        .growing("freshness_judged_total", 0)
                        .growing("freshness_within_total", 0)
                        .growing("freshness_slots_total", 0)
                        .growing("freshness_reads_total", 0)
                        .growing("freshness_last_sale", 0)
                        .growing("freshness_probe_silence_seconds", 60)
                        .is("freshness_age_seconds{bound=\"lower\"", Double.NaN)
                        .growing("freshness_age_seconds{bound=\"upper\"", 60)
                        .lasting(60)
                        .alerts("FreshnessProbeSilent", "FreshnessProbeStalled"),
                bopis("the source refuses all sales")
                        .then()
                        .growing("freshness_within_total", 0)
                        .growing("freshness_last_sale", 0)
                        .growing("freshness_unmeasured_total", 6)
                        .is("freshness_age_seconds{bound=\"lower\"", Double.NaN)
                        .lasting(60)
                        .alerts("FreshnessProbeStalled", "FreshnessSlotsSpoilt"),
                bopis("nothing of Rung is there any more")
                        .then()
                        .allGone()
                        .lasting(60)
                        .alerts("FreshnessProbeAbsent"),
                bopis("a sale is lost")
                        .then()
                        .is("freshness_sales_lost", 1)
                        .lasting(30)
                        .alerts("FreshnessSalesLost"),
                bopis("a sale was lost yesterday")
                        .always("freshness_sales_lost", 1)
                        .then()
                        .alerts(),
                bopis("the canary ended, and sales are not returned")
                        .then()
                        .is("freshness_sales_waiting", 0)
                        .lasting(90)
                        .alerts("FreshnessSyntheticResidue"),
                bopis("clocks part")
                        .then()
                        .is("freshness_clock_divergence_seconds", 0.2)
                        .lasting(30)
                        .alerts("FreshnessClockUnreliable"));
    }

    @ParameterizedTest
    @MethodSource("situations")
    void firesInItsSituationAndInNoOther(Situation situation) throws Exception {
        List<String> rules = Promtool.rules(folder).stream().map(Path::toString).toList();
        Path test = Files.writeString(folder.resolve("situation.yml"), situation.yaml(rules));

        Promtool.run(List.of("test", "rules", test.toString()));
    }

    @Test
    void prometheusAcceptsTheRules() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("check", "rules"));
        Promtool.rules(folder).forEach(file -> arguments.add(file.toString()));

        assertThat(Promtool.run(arguments))
                .contains("SUCCESS: 10 rules found", "SUCCESS: 3 rules found", "SUCCESS: 9 rules found")
                .doesNotContain("FAILED");
    }

    @Test
    void theyAskForNothingThatIsNotInTheCatalogue() {
        Set<String> known = new TreeSet<>();
        for (Metric metric : Metric.values()) {
            known.add(metric.title());
        }
        Pattern name = Pattern.compile("\\bfreshness_[a-z_]+");

        Rules.files(Ladders.RETAIL).values().forEach(file -> {
            Matcher matcher = name.matcher(file);
            while (matcher.find()) {
                assertThat(known).contains(matcher.group());
            }
        });
    }

    @Test
    void everyAlertOfTheRulesHasASituation() {
        Set<String> alerts = new TreeSet<>();
        for (String file : Rules.files(Ladders.RETAIL).values()) {
            Pattern.compile("alert: (\\w+)").matcher(file).results().forEach(found -> alerts.add(found.group(1)));
        }
        String expected = all().map(situation -> situation.yaml(List.of())).reduce("", String::concat);

        assertThat(alerts).hasSizeGreaterThan(10).allSatisfy(alert -> assertThat(expected)
                .contains(alert));
    }
}
