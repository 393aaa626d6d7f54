package rung.probe.stage;

import rung.core.time.Timeline;

/** How to read one stage: what its configuration says, checked. */
public sealed interface StageSettings permits HttpSettings, RedisSettings, IcebergSettings {
    /** Opens the stage, without I/O; {@code timeline} is the only clock of its readings. */
    Stage open(Timeline timeline);
}
