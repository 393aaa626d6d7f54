package rung.probe.stage;

import java.util.Optional;

/**
 * What a stage says of its reads before the first one.
 *
 * @param cost what one look costs the system that is read, in requests of its own kind
 * @param resolution how finely the moment is known at which a count changed, such as {@link #BETWEEN_LOOKS}
 * @param cycles what tells the commit with which a count came; empty when the stage cannot tell commits apart
 * @param caveat what its counts cannot prove, and why; a reader of its figures must be told. Empty when there is none
 */
public record StageTraits(String cost, String resolution, Optional<String> cycles, Optional<String> caveat) {
    /** The resolution of a stage of which only looks are known. */
    public static final String BETWEEN_LOOKS = "to within the time between two looks";

    /** The caveat of a place to which files are added one by one, without a commit that names them together. */
    public static final String NO_COMMIT_LOG = "freshness not provable: there is no commit log, so that a look may show"
            + " half of a write, and nothing tells that it did";

    /** The traits of a stage without a caveat. */
    public StageTraits(String cost, String resolution, Optional<String> cycles) {
        this(cost, resolution, cycles, Optional.empty());
    }

    /** The same with a caveat. */
    public StageTraits withCaveat(String unproven) {
        return new StageTraits(cost, resolution, cycles, Optional.of(unproven));
    }
}
