package rung.core.measure;

import java.time.Instant;
import java.util.Optional;

/**
 * What somebody noted beside the measurement, such as a deploy or a change of the loader. It is shown where time is drawn,
 * and nothing is judged by it.
 *
 * @param at when it happened
 * @param pipeline that it concerns; empty when it concerns all
 * @param note for a person; one line
 */
public record Mark(Instant at, Optional<String> pipeline, String note) {
    /** A longer note is refused: a chart has room for a line. */
    public static final int LONGEST = 200;

    public Mark {
        if (note.isBlank() || note.length() > LONGEST || note.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a note is one line of 1 to " + LONGEST + " signs, without control characters");
        }
    }
}
