package rung.probe.source;

import rung.core.time.Timeline;

/** How transactions enter a pipeline: what its configuration says, checked. */
public sealed interface SourceSettings permits KafkaSettings {
    /**
     * Opens the source, without I/O. There is no other way to its till, so that nothing gets past the guard.
     *
     * @param timeline the only clock of its deliveries
     * @throws IllegalArgumentException with cause and cure, when the reserved keys do not fit the settings
     */
    Source open(Timeline timeline, ReservedKeys reserved);
}
