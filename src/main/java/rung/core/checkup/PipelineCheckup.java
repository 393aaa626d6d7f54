package rung.core.checkup;

import java.util.List;
import rung.core.measure.Promise;

/**
 * What was found of one pipeline.
 *
 * @param id as configured
 * @param promise that it makes
 * @param keys how many are reserved for it
 * @param source where transactions enter
 * @param stages in the order in which a count travels
 */
public record PipelineCheckup(String id, Promise promise, long keys, SourceCheckup source, List<StageCheckup> stages) {
    public PipelineCheckup {
        stages = List.copyOf(stages);
    }
}
