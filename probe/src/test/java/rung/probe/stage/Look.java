package rung.probe.stage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;

/** What the newest readings of one look say of each key. */
public record Look(
        List<Reading> readings, Map<StockKey, Long> counts, Set<StockKey> absent, Map<StockKey, String> gaps) {
    public static Look at(Stage stage, Set<StockKey> keys) throws InterruptedException {
        return of(stage.read(keys));
    }

    public static Look of(List<Reading> readings) {
        Map<StockKey, Long> counts = new HashMap<>();
        Set<StockKey> absent = new HashSet<>();
        Map<StockKey, String> gaps = new HashMap<>();
        for (Reading reading : readings) {
            keys(reading).forEach(key -> {
                counts.remove(key);
                absent.remove(key);
                gaps.remove(key);
            });
            if (reading instanceof Reading.Counts answered) {
                counts.putAll(answered.counts());
                absent.addAll(answered.absent());
            } else if (reading instanceof Reading.Gap gap) {
                gap.keys().forEach(key -> gaps.put(key, gap.reason()));
            }
        }
        return new Look(readings, counts, absent, gaps);
    }

    /** The keys that a reading speaks of. */
    public static Set<StockKey> keys(Reading reading) {
        return reading.fold(
                answered -> {
                    Set<StockKey> keys = new HashSet<>(answered.counts().keySet());
                    keys.addAll(answered.absent());
                    return keys;
                },
                Reading.Gap::keys);
    }

    /** The faults of all gaps. */
    public Set<Fault> faults() {
        return readings.stream()
                .filter(Reading.Gap.class::isInstance)
                .map(reading -> ((Reading.Gap) reading).fault())
                .collect(Collectors.toSet());
    }

    public Set<StockKey> spokenOf() {
        Set<StockKey> keys = new HashSet<>();
        readings.forEach(reading -> keys.addAll(keys(reading)));
        return keys;
    }
}
