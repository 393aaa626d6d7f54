package rung.core.config;

/**
 * A text is not of the kind that was asked for. The message goes on where the text was named, which may have to be
 * redacted: {@code is not a duration; write …}.
 */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String predicate) {
        super(predicate, null, false, false);
    }

    /** What is wrong with the text and what would be right; does not hold the text. */
    String predicate() {
        return String.valueOf(getMessage());
    }
}
