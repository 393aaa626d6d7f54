package rung.probe.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rung.core.evidence.Rule;
import rung.core.measure.Injection;
import rung.core.measure.StockKey;
import rung.core.time.VirtualTimeline;

/** The closed forms, against what the pipelines do when a sale enters every 20 ms. */
class KnownPipelinesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SALES = 120_000;
    private static final Duration SPACING = Duration.ofMillis(20);

    static Stream<Known> pipelines() {
        return Stream.of(new Rule(0.95, 0.95), new Rule(0.9, 0.95)).flatMap(rule -> KnownPipelines.of(rule).stream());
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void theClosedFormIsWhatThePipelineDoes(Known known) {
        VirtualTimeline timeline = new VirtualTimeline(START);
        List<Double> staleness = new ArrayList<>();
        Known.Opened opened = known.opening()
                .open(
                        timeline,
                        START,
                        new SplittableRandom(24),
                        sale -> staleness.add(Duration.between(sale.intended(), timeline.now())
                                        .toNanos()
                                / 1e9));
        for (int i = 0; i < SALES; i++) {
            Instant at = START.plus(SPACING.multipliedBy(i));
            timeline.at(at, () -> opened.entry().enter(sale(at)));
        }
        timeline.advance(SPACING.multipliedBy(SALES).plus(Duration.ofHours(24)));

        Collections.sort(staleness);
        double inTime =
                (double) staleness.stream().filter(one -> one <= 5 + 1e-9).count() / SALES;
        assertThat(inTime).as("%s, share", known.name()).isCloseTo(known.share(), within(0.003));
        assertThat(staleness.get(SALES / 2)).isCloseTo(known.median(), within(0.03));
        known.p95().ifPresent(p95 -> assertThat(staleness.get(SALES * 95 / 100))
                .as("%s, p95", known.name())
                .isCloseTo(p95, within(0.03 * p95)));
        assertThat(opened.late().share(START, START.plus(SPACING.multipliedBy(SALES))))
                .isCloseTo(1 - known.share(), within(0.003));
    }

    private static Injection sale(Instant at) {
        return new Injection("r", "p", 0, Injection.Kind.SALE, new StockKey("1", "1"), 1, at);
    }
}
