package rung.probe.canary;

import java.util.List;
import rung.core.measure.PipelineSetup;
import rung.probe.source.Source;
import rung.probe.stage.Stage;

/**
 * A pipeline with the adapters that measure it.
 *
 * @param setup how it is measured
 * @param source where its transactions enter
 * @param stages in the order of {@code setup.stages()}
 */
public record Lane(PipelineSetup setup, Source source, List<Stage> stages) {
    public Lane {
        stages = List.copyOf(stages);
        if (stages.size() != setup.stages().size()) {
            throw new IllegalArgumentException(
                    setup.name() + " has " + setup.stages().size() + " stages, but " + stages.size() + " adapters");
        }
    }
}
