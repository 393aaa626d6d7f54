package rung.probe.stage;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private Optional<Fault> outage = Optional.empty();

    private final class FakeStage implements Stage {
        @Override
        public List<Reading> read(Set<StockKey> keys) {
            Instant now = timeline.now();
            if (outage.isPresent()) {
                return List.of(new Reading.Gap(now, now, keys, outage.get(), "memory is cut off; is the test right?"));
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
                    : List.of(
                            answer,
                            new Reading.Gap(
                                    now, now, unread, Fault.NOT_A_COUNT, "not a whole number; is the test right?"));
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
    protected boolean write(StockKey key, Written form) {
        if (form == Written.TEXT) {
            counts.put(key, 12L);
        } else {
            nonsense.add(key);
        }
        return true;
    }

    @Override
    protected void stall() {
        outage = Optional.of(Fault.TIMEOUT);
    }

    @Override
    protected void tear() {
        outage = Optional.of(Fault.UNREACHABLE);
    }

    @Override
    protected Optional<Stage> openDenied() {
        outage = Optional.of(Fault.DENIED);
        return Optional.of(open());
    }

    @Override
    protected void cut() {
        outage = Optional.of(Fault.UNREACHABLE);
    }

    @Override
    protected void restore() {
        outage = Optional.empty();
    }

    @Override
    protected String address() {
        return "memory";
    }
}
