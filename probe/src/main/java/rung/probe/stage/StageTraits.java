package rung.probe.stage;

import java.util.Optional;

/**
 * What a stage says of its reads before the first one.
 *
 * @param cost what one look costs the system that is read, in requests of its own kind
 * @param resolution how finely the moment is known at which a count changed, such as {@link #BETWEEN_LOOKS}
 * @param cycles what tells the commit with which a count came; empty when the stage cannot tell commits apart
 */
public record StageTraits(String cost, String resolution, Optional<String> cycles) {
    /** The resolution of a stage of which only looks are known. */
    public static final String BETWEEN_LOOKS = "to within the time between two looks";
}
