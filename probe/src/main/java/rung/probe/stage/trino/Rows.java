package rung.probe.stage.trino;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fault;
import rung.probe.stage.Answer;
import rung.probe.wire.Reasons;

/** What the rows of one key say of its count. */
final class Rows {
    private Rows() {}

    /**
     * One row's count.
     *
     * @param counts what each row of the key holds; null where it holds nothing
     * @param place how a message names where they stand, such as {@code column quantity}
     */
    static Found one(List<@Nullable Object> counts, String place) {
        if (counts.isEmpty()) {
            return new Found.Missing();
        }
        if (counts.size() > 1) {
            return new Found.Bad(
                    Fault.AMBIGUOUS,
                    place + ": DUPLICATE_KEY: " + counts.size() + " rows of one key; readers see any of them, or their"
                            + " sum; does the writer delete the old row of the key?");
        }
        @Nullable Object written = counts.get(0);
        Optional<Long> whole = Answer.whole(written);
        if (whole.isPresent()) {
            return new Found.Counted(whole.get());
        }
        return new Found.Bad(
                Fault.NOT_A_COUNT,
                place
                        + (written == null
                                ? " is null"
                                : " holds " + Reasons.excerpt(written.toString()) + ", not a whole number")
                        + "; is count right?");
    }
}
