package rung.cli;

/** Something that the user can mend; printed without a stack trace, with the exit code that belongs to it. */
final class UserError extends Exception {
    private final int exitCode;

    UserError(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** A failure whose own message already has cause and cure. */
    UserError(int exitCode, Exception cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
