package rung.probe.canary;

import org.jspecify.annotations.Nullable;

/** Runs step after step, whatever fails in between, and tells of the first failure in the end. */
final class LastWill {
    private @Nullable RuntimeException first;

    void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            if (first == null) {
                first = e;
            } else if (first != e) {
                first.addSuppressed(e);
            }
        }
    }

    /** Throws what failed first, if anything did. */
    void throwFirst() {
        if (first != null) {
            throw first;
        }
    }
}
