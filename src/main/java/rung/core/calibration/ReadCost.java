package rung.core.calibration;

/**
 * What a look at a stage costs.
 *
 * @param stage that was looked at, for a person
 * @param cost from asking to the last answer
 */
public record ReadCost(String stage, Spread cost) {}
