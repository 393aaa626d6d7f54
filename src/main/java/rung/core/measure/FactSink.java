package rung.core.measure;

/** Where facts go. The record of truth: a failure to append stops the probe, so that nothing measured is lost. */
@FunctionalInterface
public interface FactSink {
    /**
     * Takes one fact; called from several threads.
     *
     * @throws IllegalStateException when the record of truth can take no more facts
     */
    void append(Fact fact);
}
