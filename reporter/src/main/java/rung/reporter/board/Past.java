package rung.reporter.board;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import rung.core.measure.TimeWindow;

/**
 * A board, and what led to it: one value, so that a page never shows the past of one board beside the verdicts of another.
 *
 * @param board that it belongs to
 * @param period that is looked back at
 * @param heartbeats of the pipelines, by name
 * @param trends of the pipelines, by name
 */
public record Past(Board board, TimeWindow period, Map<String, Heartbeat> heartbeats, Map<String, Trend> trends) {
    public Past {
        heartbeats = Collections.unmodifiableMap(new LinkedHashMap<>(heartbeats));
        trends = Collections.unmodifiableMap(new LinkedHashMap<>(trends));
    }

    /** The cells of {@code pipeline}; absent when it is not among them. */
    public Optional<Heartbeat> heartbeat(String pipeline) {
        return Optional.ofNullable(heartbeats.get(pipeline));
    }

    /** Where {@code pipeline} is heading; {@link Trend#UNKNOWN} when it is not among them. */
    public Trend trend(String pipeline) {
        return trends.getOrDefault(pipeline, Trend.UNKNOWN);
    }
}
