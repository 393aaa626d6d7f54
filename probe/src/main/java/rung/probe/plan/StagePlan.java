package rung.probe.plan;

import rung.core.measure.StageSetup;
import rung.probe.stage.StageSettings;

/**
 * A stage that is to be read.
 *
 * @param setup its name, and how often it is read
 * @param settings what is read
 */
public record StagePlan(StageSetup setup, StageSettings settings) {}
