package rung.core.measure;

/**
 * The commit, batch or cache refresh that made injections visible together.
 *
 * @param id as the stage names it, such as a snapshot id; empty when the stage cannot tell
 */
public record Cycle(String id) {
    private static final Cycle UNKNOWN = new Cycle("");

    /** The cycle of a stage that cannot tell which commit it shows. */
    public static Cycle unknown() {
        return UNKNOWN;
    }

    public boolean isKnown() {
        return !id.isEmpty();
    }
}
