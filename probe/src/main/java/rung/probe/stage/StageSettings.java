package rung.probe.stage;

import rung.core.time.Timeline;

/** How to read one stage: what its configuration says, checked. */
public interface StageSettings {
    /** What its reads cost and tell. */
    StageTraits traits();

    /** Opens the stage, without I/O; {@code timeline} is the only clock of its readings. */
    Stage open(Timeline timeline);
}
