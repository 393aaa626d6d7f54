package rung.probe.source;

import java.util.Optional;
import rung.core.time.Timeline;

/** How transactions enter a pipeline: what its configuration says, checked. */
public interface SourceSettings {
    /** What makes a transaction acknowledged, and whether it may come twice. */
    SourceTraits traits();

    /** Why transactions of the reserved keys cannot be written so, with the cure; empty when they can. */
    Optional<Misfit> misfit(ReservedKeys reserved);

    /**
     * Opens the source, without I/O. There is no other way to its till, so that nothing gets past the guard.
     *
     * @param timeline the only clock of its deliveries
     * @throws IllegalArgumentException with cause and cure, when the reserved keys do not fit the settings
     */
    Source open(Timeline timeline, ReservedKeys reserved);
}
