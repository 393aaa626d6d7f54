package rung.cli;

/** Exit codes, each for a class of outcomes that a script may want to tell apart. */
final class ExitCode {
    static final int OK = 0;
    /** Rung itself failed. */
    static final int INTERNAL = 1;
    /** A file or an argument of the user's is wrong. */
    static final int USAGE = 2;
    /** A promise was missed. */
    static final int MISSED = 3;
    /** Nothing was missed, but something is undecided, or invalid. */
    static final int UNDECIDED = 4;
    /** A source does not take transactions. */
    static final int CANNOT_INJECT = 5;
    /** A stage cannot be read. */
    static final int CANNOT_OBSERVE = 6;
    /** Interrupted; what was measured is reported all the same. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
