package rung.core.calibration;

import java.time.Duration;

/**
 * How good the machine's clocks are.
 *
 * @param step the smallest step that the monotonic clock was seen to make
 * @param checks comparisons of the wall clock with the monotonic one
 * @param divergence the largest of what they parted between two comparisons, without its sign
 */
public record Clocks(Duration step, long checks, Duration divergence) {}
