package rung.core.measure;

import java.util.List;

/**
 * The tier that a pipeline must hold.
 *
 * @param tier number of the promised tier; 0 when nothing is promised
 * @param stage the stage at which it is promised
 * @param peaks names of the declared windows in which it is promised; empty when it is promised at all times
 */
public record Promise(int tier, String stage, List<String> peaks) {
    public Promise {
        peaks = List.copyOf(peaks);
    }

    /** Nothing is promised; what {@code stage} shows is reported all the same. */
    public static Promise none(String stage) {
        return new Promise(0, stage, List.of());
    }

    public boolean isMade() {
        return tier > 0;
    }
}
