package rung.reporter.board;

import java.time.Duration;
import java.util.List;

/**
 * A pipeline's past in cells, at its promised stage.
 *
 * @param edge the staleness that its sales may not exceed: the promised tier's, or the slowest when none is promised
 * @param cells oldest first
 */
public record Heartbeat(Duration edge, List<Cell> cells) {
    public Heartbeat {
        cells = List.copyOf(cells);
    }
}
