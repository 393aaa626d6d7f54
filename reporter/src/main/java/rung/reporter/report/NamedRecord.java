package rung.reporter.report;

import rung.core.evidence.WindowRecord;

/**
 * The record of one stage over the declared windows of one name.
 *
 * @param name of the windows
 * @param tier that had to be kept: the promised one, or what the stage kept over the whole period; 0 when there is none
 * @param record over those windows that ended in the period
 */
public record NamedRecord(String name, int tier, WindowRecord record) {}
