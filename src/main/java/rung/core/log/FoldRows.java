package rung.core.log;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import rung.core.evidence.Fold;
import rung.core.time.Nanos;

/** The folds of hours and days that a log holds. */
final class FoldRows {
    /** Folds of one length that begin at or after one moment and end before or at another. */
    private static final String FOLDS = """
            select begins, body from fold where stage = ?1 and length = ?2 and begins >= ?3 and begins <= ?4 - ?2
            order by begins
            """;

    private final Rows rows;

    FoldRows(Rows rows) {
        this.rows = rows;
    }

    /** Gives the folds of {@code length} that lie between the two moments, oldest first. */
    void each(long stageId, Duration length, Instant from, Instant to, Consumer<Fold> each) {
        rows.each(
                FOLDS,
                row -> each.accept(fold(Nanos.instant(row.getLong(1)), length, row.getBytes(2))),
                stageId,
                length.toNanos(),
                Nanos.bound(from),
                Nanos.bound(to));
    }

    private Fold fold(Instant from, Duration length, byte[] body) {
        try {
            return FoldBody.decode(from, from.plus(length), body);
        } catch (IllegalArgumentException e) {
            throw rows.unreadable("the fold from " + from + " is " + e.getMessage(), e);
        }
    }

    /** When the folds of {@code length} begin that the log holds. */
    Set<Instant> begins(long stageId, Duration length) {
        Set<Instant> begins = new HashSet<>();
        rows.each(
                "select begins from fold where stage = ? and length = ?",
                row -> begins.add(Nanos.instant(row.getLong(1))),
                stageId,
                length.toNanos());
        return begins;
    }
}
