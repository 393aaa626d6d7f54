package rung.probe.stage;

import java.util.Optional;

/**
 * What a stage says of its reads before the first one.
 *
 * @param cost what one look costs the system that is read, in requests of its own kind
 * @param resolution what bounds the interval in which a change of a count is known to have come
 * @param cycles what tells the commit with which a count came; empty when the stage cannot tell commits apart
 */
public record StageTraits(String cost, String resolution, Optional<String> cycles) {
    /** The resolution of a stage of which only looks are known. */
    public static final String BETWEEN_LOOKS =
            "from the begin of the last look without it to the end of the first with it";
}
