package rung.core.config;

/**
 * One thing that is wrong in a file.
 *
 * @param path the key as written from the root, such as {@code tiers[1].max-staleness}; empty for the file itself
 * @param line counted from 1
 * @param message what is wrong and what would be right; never holds a secret
 */
public record Problem(String path, int line, String message) {
    public Problem {
        if (line < 1) {
            throw new IllegalArgumentException("line is " + line + ": lines are counted from 1");
        }
        if (message.isBlank()) {
            throw new IllegalArgumentException("message is blank: a problem says what is wrong");
        }
    }

    /** As it is printed: {@code path (line 9): message}. */
    @Override
    public String toString() {
        return path.isEmpty() ? "line " + line + ": " + message : path + " (line " + line + "): " + message;
    }
}
