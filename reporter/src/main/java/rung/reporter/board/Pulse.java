package rung.reporter.board;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known now, cheaply and often; what needs more thought is on the {@link Board}.
 *
 * @param at the moment up to which facts are complete: the probe's last sign of life
 * @param pipelines by name
 */
public record Pulse(Instant at, Map<String, Live> pipelines) {
    public Pulse {
        pipelines = Collections.unmodifiableMap(new LinkedHashMap<>(pipelines));
    }

    /** What is known of {@code pipeline}; absent when it is not among them. */
    public Optional<Live> of(String pipeline) {
        return Optional.ofNullable(pipelines.get(pipeline));
    }
}
