package rung.probe.stage;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;

/** The contract can be kept: a stage in memory keeps it. */
class FakeStageTest extends StageContract {
    private final Map<StockKey, Long> counts = new HashMap<>();
    private final Set<StockKey> nonsense = new HashSet<>();
    private boolean cut;

    private final class FakeStage implements Stage {
        @Override
        public List<Reading> read(Set<StockKey> keys) {
            Instant now = timeline.now();
            if (cut) {
                return List.of(
                        new Reading.Gap(now, now, keys, Fault.UNREACHABLE, "memory is cut off; is the test right?"));
            }
            Map<StockKey, Long> shown = new HashMap<>(counts);
            shown.keySet().retainAll(keys);
            shown.keySet().removeAll(nonsense);
            Set<StockKey> unread = keys.stream().filter(nonsense::contains).collect(Collectors.toSet());
            Set<StockKey> absent = keys.stream()
                    .filter(key -> !shown.containsKey(key) && !unread.contains(key))
                    .collect(Collectors.toSet());
            Reading.Counts answer = new Reading.Counts(now, now, shown, absent, Cycle.unknown());
            return unread.isEmpty()
                    ? List.of(answer)
                    : List.of(answer, new Reading.Gap(now, now, unread, Fault.NOT_A_COUNT, "not a whole number"));
        }

        @Override
        public void close() {}
    }

    @Override
    protected Stage open() {
        return new FakeStage();
    }

    @Override
    protected void show(Map<StockKey, Long> now) {
        counts.clear();
        nonsense.clear();
        counts.putAll(now);
    }

    @Override
    protected void showNonsense(StockKey key) {
        nonsense.add(key);
    }

    @Override
    protected void cut() {
        cut = true;
    }

    @Override
    protected void restore() {
        cut = false;
    }

    @Override
    protected String address() {
        return "memory";
    }
}
