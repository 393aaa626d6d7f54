package rung.probe.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.time.Timeline;
import rung.probe.canary.Lane;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.source.SourceSettings;
import rung.probe.stage.Stage;

/**
 * A pipeline that is to be measured.
 *
 * @param id unique in its file
 * @param promise the tier that it must hold
 * @param keys that Rung may touch
 * @param source where transactions enter
 * @param stages in the order in which a count travels
 * @param every length of a slot, in which one injection is placed
 */
public record PipelinePlan(
        String id, Promise promise, ReservedKeys keys, SourceSettings source, List<StagePlan> stages, Duration every) {
    private static final long USES_PER_KEY = 2;

    public PipelinePlan {
        stages = List.copyOf(stages);
    }

    /**
     * How many keys a run wants in which quantities rest for {@code resting}: so many that the drawn key hardly ever lacks
     * a free one of its eight quantities, of which half may be in play at once.
     */
    public long keysFor(Duration resting) {
        long injections = resting.dividedBy(every);
        return (injections + USES_PER_KEY - 1) / USES_PER_KEY;
    }

    /** Opens the adapters, without I/O; slot 0 begins at {@code firstSlot}. */
    public Lane open(Timeline timeline, Instant firstSlot) {
        Source opened = source.open(timeline, keys);
        List<Stage> readers = new ArrayList<>();
        stages.forEach(stage -> readers.add(stage.settings().open(timeline)));
        PipelineSetup setup = new PipelineSetup(
                id,
                promise,
                firstSlot,
                every,
                stages.stream().map(StagePlan::setup).toList());
        return new Lane(setup, opened, readers);
    }
}
