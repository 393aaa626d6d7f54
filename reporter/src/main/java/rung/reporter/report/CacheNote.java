package rung.reporter.report;

import java.util.Optional;
import rung.core.config.Durations;
import rung.core.measure.CacheAge;

/** What a reader should know of the caches on the way to a stage. */
public final class CacheNote {
    private CacheNote() {}

    /** A sentence where a cache at {@code stage} held an answer longer than that allows; empty when none did. */
    public static Optional<String> of(String stage, CacheAge caches) {
        return caches.outlived()
                .map(one -> "At " + stage + ", a cache gave an answer that it had held for "
                        + Durations.words(one.age()) + ", though the answer itself allows "
                        + Durations.words(one.life()) + ".");
    }
}
