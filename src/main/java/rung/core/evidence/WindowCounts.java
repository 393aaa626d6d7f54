package rung.core.evidence;

/**
 * What became of a window's injections on one stage.
 *
 * @param slots that the run offered
 * @param injected injections that entered the pipeline
 * @param seen injections of them that the stage showed
 * @param pending injections of them not shown and younger than the loss horizon
 * @param lost injections of them not shown and older
 * @param unmeasured slots that the probe spoilt: they hold no injection, or one that was handed over too late
 */
public record WindowCounts(long slots, long injected, long seen, long pending, long lost, long unmeasured) {}
