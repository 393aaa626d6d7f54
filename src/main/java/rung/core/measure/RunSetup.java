package rung.core.measure;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * What was fixed before a run's first injection.
 *
 * @param id short and unique; part of every transaction's id
 * @param startedAt on the timeline
 * @param zone in which the reader's calendar is kept
 * @param seed from which the schedule and the keys are drawn
 * @param software that measured, with its version
 * @param pipelines that were measured
 */
public record RunSetup(
        String id, Instant startedAt, ZoneId zone, long seed, String software, List<PipelineSetup> pipelines) {
    public RunSetup {
        pipelines = List.copyOf(pipelines);
    }
}
