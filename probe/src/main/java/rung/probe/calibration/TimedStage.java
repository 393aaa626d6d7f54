package rung.probe.calibration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import rung.core.calibration.Spread;
import rung.core.measure.Commit;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.measure.TimeWindow;
import rung.core.measure.Told;
import rung.core.time.Timeline;
import rung.probe.stage.Stage;

/** A stage whose looks are timed. Thread-safe. */
final class TimedStage implements Stage {
    private final Timeline timeline;
    private final Stage stage;
    private final List<Look> looks = new ArrayList<>();

    private record Look(Instant asked, Duration cost) {}

    TimedStage(Timeline timeline, Stage stage) {
        this.timeline = timeline;
        this.stage = stage;
    }

    @Override
    public List<Reading> read(Set<StockKey> keys) throws InterruptedException {
        Instant asked = timeline.now();
        List<Reading> readings = stage.read(keys);
        Look look = new Look(asked, Duration.between(asked, timeline.now()));
        synchronized (looks) {
            looks.add(look);
        }
        return readings;
    }

    /** How long the looks took that began in {@code window}. */
    Spread cost(TimeWindow window) {
        synchronized (looks) {
            return Spread.of(looks.stream()
                    .filter(look -> window.contains(look.asked()))
                    .map(Look::cost)
                    .toList());
        }
    }

    @Override
    public List<Commit> commits() {
        return stage.commits();
    }

    @Override
    public Told told() {
        return stage.told();
    }

    @Override
    public int keysPerLook() {
        return stage.keysPerLook();
    }

    @Override
    public void close() {
        stage.close();
    }
}
