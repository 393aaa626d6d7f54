package rung.core.measure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a stage could not be read: the kinds by which gaps are counted. The reason beside it says it to a person. */
public enum Fault {
    /** No connection: refused, unknown host, torn while it lasted. */
    UNREACHABLE,
    /** No answer within the stage's timeout. */
    TIMEOUT,
    /** Authentication or authorization was refused. */
    DENIED,
    /** It answered that it cannot now: too many requests, a full queue, a budget that is spent. */
    OVERLOADED,
    /** What the stage is told to read does not exist: a table, a column, a topic, a path. */
    NOT_FOUND,
    /** It answered that it failed. */
    FAILED,
    /** It answered something that the stage cannot understand. */
    MALFORMED,
    /** A count is null, of another type, or no whole number. */
    NOT_A_COUNT,
    /** More than one row claims to be the count. */
    AMBIGUOUS;

    /** As labels and JSON write it, such as {@code not_a_count}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The fault with this label; empty when a newer version wrote it. */
    public static Optional<Fault> labelled(String label) {
        return Arrays.stream(values())
                .filter(fault -> fault.label().equals(label))
                .findFirst();
    }
}
