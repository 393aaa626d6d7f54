package rung.reporter.board;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import rung.core.log.FactReader;
import rung.core.measure.PipelineSetup;
import rung.core.measure.TimeWindow;

/**
 * Knows since when a pipeline makes no sales: its source refuses them, its keys are used up, or it has not begun. Reads the
 * last few slots, and further back only at the first look. Not thread-safe.
 */
final class NewestSales {
    /** One slot or two without a sale are a hiccup, and the latest may not be logged yet. */
    private static final int MISSING = 3;

    private static final int FIRST_LOOK = 8;

    private final Map<String, Instant> newest = new HashMap<>();

    /** Since when no sale was made; absent while sales are made. */
    Optional<Instant> idleSince(FactReader facts, PipelineSetup pipeline, String stage) {
        Instant until = facts.until();
        Instant known = newest.get(pipeline.name());
        Duration back = pipeline.slot().multipliedBy(FIRST_LOOK);
        Optional<Instant> found = newest(facts, pipeline, stage, until.minus(back), until);
        while (found.isEmpty() && known == null && until.minus(back).isAfter(pipeline.firstSlot())) {
            back = back.multipliedBy(2);
            found = newest(facts, pipeline, stage, until.minus(back), until);
        }
        found.ifPresent(sale -> newest.put(pipeline.name(), sale));
        Instant sale = found.orElse(known);
        if (sale == null) {
            return Optional.of(pipeline.firstSlot());
        }
        Duration without = Duration.between(sale, until);
        return without.compareTo(pipeline.slot().multipliedBy(MISSING + 1)) > 0 ? Optional.of(sale) : Optional.empty();
    }

    /** Forgets what it knows, as another run begins. */
    void clear() {
        newest.clear();
    }

    private static Optional<Instant> newest(
            FactReader facts, PipelineSetup pipeline, String stage, Instant from, Instant until) {
        Instant[] newest = new Instant[1];
        facts.slots(pipeline.name(), stage, new TimeWindow("lately", from, until), slot -> {
            if (slot.outcome().fold(seen -> true, unseen -> true, unmeasured -> false)) {
                newest[0] = slot.intended();
            }
        });
        return Optional.ofNullable(newest[0]);
    }
}
