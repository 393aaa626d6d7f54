package rung.core.checkup;

import java.time.Instant;
import java.util.List;

/**
 * What a look at everything that is configured found. Nothing was sent for it.
 *
 * @param at when it began
 * @param software that looked
 * @param pipelines in the order of the configuration, not empty
 */
public record Checkup(Instant at, String software, List<PipelineCheckup> pipelines) {
    public Checkup {
        pipelines = List.copyOf(pipelines);
    }

    /** Whether every source would take a transaction. */
    public boolean canInject() {
        return pipelines.stream()
                .allMatch(pipeline -> pipeline.source().trouble().isEmpty());
    }

    /** Whether every key that was asked for could be read at every stage. */
    public boolean canObserve() {
        return pipelines.stream()
                .flatMap(pipeline -> pipeline.stages().stream())
                .allMatch(stage -> stage.troubles().isEmpty());
    }
}
