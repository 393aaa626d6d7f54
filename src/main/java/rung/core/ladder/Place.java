package rung.core.ladder;

import java.time.Duration;

/**
 * Where one staleness lies on the ladder: on the fastest tier whose edge it keeps.
 *
 * @param tier number of that tier, 0 off the ladder
 * @param position where in respect of the tier's band
 * @param distance how far outside the band; zero within
 */
public record Place(int tier, Position position, Duration distance) {
    /** Where in respect of a band. */
    public enum Position {
        WITHIN,
        /** In the hole below the band; {@link Place#distance} is what it lacks to the next faster tier's edge. */
        FASTER_THAN_BAND,
        /** Beyond the slowest tier. */
        OFF_THE_LADDER
    }
}
