package rung.probe.load;

import java.time.Instant;

/**
 * One planned sale of a load.
 *
 * @param number from 0, in the order of the moments
 * @param intended when the till should send it; staleness counts from here
 */
public record Arrival(long number, Instant intended) {}
