package rung.reporter.trace;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.Optional;
import rung.core.measure.TraceContext;

/** Gives a root span the ids that its sale was sent with, and any other span ids of chance. For one thread. */
final class GivenIds implements IdGenerator {
    private final IdGenerator chance = IdGenerator.random();
    private Optional<String> trace = Optional.empty();
    private Optional<String> span = Optional.empty();

    /** The next span is the root of {@code context}. */
    void next(TraceContext context) {
        trace = Optional.of(context.traceId());
        span = Optional.of(context.spanId());
    }

    @Override
    public String generateTraceId() {
        String id = trace.orElseGet(chance::generateTraceId);
        trace = Optional.empty();
        return id;
    }

    @Override
    public String generateSpanId() {
        String id = span.orElseGet(chance::generateSpanId);
        span = Optional.empty();
        return id;
    }
}
