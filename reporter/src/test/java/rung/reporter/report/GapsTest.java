package rung.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.measure.Fact;
import rung.core.measure.TimeWindow;

class GapsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void eachSecondThatSomeStretchHoldsCountsOnce(long seed) {
        Random random = new Random(seed);
        boolean[] isGap = new boolean[1_000];
        List<Fact.Unreadable> stretches = new ArrayList<>();
        for (int i = 0; i < 3 + seed * 5; i++) {
            int from = random.nextInt(900);
            int to = from + random.nextInt(60);
            IntStream.range(from, to).forEach(second -> isGap[second] = true);
            stretches.add(new Fact.Unreadable("p", "api", at(from), at(to), "timeout"));
        }
        Gaps gaps = Gaps.of(stretches);

        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(900);
            int to = from + 1 + random.nextInt(99);
            long seconds =
                    IntStream.range(from, to).filter(second -> isGap[second]).count();
            assertThat(gaps.within(new TimeWindow("w", at(from), at(to)))).isEqualTo(Duration.ofSeconds(seconds));
        }
    }

    private static Instant at(int second) {
        return NOON.plusSeconds(second);
    }
}
