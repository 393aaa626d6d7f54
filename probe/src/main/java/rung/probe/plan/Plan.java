package rung.probe.plan;

import java.util.List;
import rung.core.config.Explained;
import rung.core.config.Peaks;

/**
 * What a file asks Rung to measure.
 *
 * @param peaks the calendar in which promises hold
 * @param pipelines not empty
 * @param explained every value in effect, with where it came from
 */
public record Plan(Peaks peaks, List<PipelinePlan> pipelines, List<Explained> explained) {
    public Plan {
        pipelines = List.copyOf(pipelines);
        explained = List.copyOf(explained);
    }
}
