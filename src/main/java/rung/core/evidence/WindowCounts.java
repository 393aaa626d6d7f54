package rung.core.evidence;

/**
 * What became of a window's injections on one stage.
 *
 * @param injected injections that entered the pipeline
 * @param seen injections of them that the stage showed
 * @param pending injections of them not shown and younger than the loss horizon
 * @param lost injections of them not shown and older
 * @param unmeasured slots that hold no usable injection
 */
public record WindowCounts(long injected, long seen, long pending, long lost, long unmeasured) {}
