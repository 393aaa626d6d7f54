package rung.reporter;

import java.time.Duration;
import java.util.List;
import rung.core.evidence.Rule;
import rung.core.ladder.Ladder;
import rung.core.ladder.Tier;

/** The Retail Data Freshness Ladder, as tests use it. */
public final class Ladders {
    public static final Ladder RETAIL = new Ladder(
            List.of(
                    tier(4, "sub-second inventory", Duration.ZERO, Duration.ofSeconds(5), "◆"),
                    tier(3, "operational real-time", Duration.ofSeconds(30), Duration.ofMinutes(5), "●"),
                    tier(2, "near real-time", Duration.ofMinutes(5), Duration.ofMinutes(30), "▲"),
                    tier(1, "batch", Duration.ofHours(4), Duration.ofHours(24), "■")),
            new Rule(0.95, 0.95));

    private Ladders() {}

    private static Tier tier(int number, String name, Duration from, Duration edge, String shape) {
        return new Tier(number, name, from, edge, "use", "architecture", shape);
    }
}
