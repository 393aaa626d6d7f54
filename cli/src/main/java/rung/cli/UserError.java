package rung.cli;

/** Something that the user can mend; printed without a stack trace, with the exit code that belongs to it. */
final class UserError extends Exception {
    private final int exitCode;

    UserError(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    UserError(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
