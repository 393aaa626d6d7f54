package rung.reporter.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import rung.core.log.Handover;
import rung.core.measure.Injection;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TraceContext;
import rung.reporter.board.SaleStory;

/**
 * Sends the way of each sale to a collector of OpenTelemetry: a span from the moment it was due until the last stage showed
 * it, within it one for the front door and one for each stage. Its ids are those of the {@code traceparent} with which the
 * sale was sent, so that whatever the pipeline's own systems tell of it stands in the same trace. For one thread; what the
 * collector does not take is dropped, and disturbs nothing.
 */
public final class SaleTracer implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final String run;
    private final GivenIds ids = new GivenIds();
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private SaleTracer(String run, OtlpHttpSpanExporter exporter, String version) {
        this.run = run;
        this.provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                "rung",
                                AttributeKey.stringKey("service.version"),
                                version))))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build();
        this.tracer = provider.get("rung");
    }

    /**
     * Begins to send.
     *
     * @param run whose sales it tells
     * @param endpoint of OTLP over HTTP, such as {@code http://localhost:4318/v1/traces}
     */
    public static SaleTracer to(String run, URI endpoint, String version) {
        return new SaleTracer(
                run,
                OtlpHttpSpanExporter.builder().setEndpoint(endpoint.toString()).build(),
                version);
    }

    /** Sends one sale. */
    public void send(SaleStory sale) {
        String id = Injection.id(run, sale.setup().name(), sale.slot(), Injection.Kind.SALE);
        Instant due = sale.outcomes().values().stream()
                .map(SlotOutcome::intended)
                .min(Instant::compareTo)
                .orElse(sale.setup().slotStart(sale.slot()));
        ids.next(TraceContext.of(id));
        Span root = tracer.spanBuilder("sale")
                .setNoParent()
                .setStartTimestamp(due)
                .setAttribute("rung.pipeline", sale.setup().name())
                .setAttribute("rung.slot", sale.slot())
                .setAttribute("rung.transaction", id)
                .startSpan();
        Context within = Context.root().with(root);
        sale.handovers().stream()
                .filter(one -> one.kind() == Injection.Kind.SALE)
                .forEach(one -> frontDoor(within, one));
        Instant end = due;
        for (Map.Entry<String, SlotOutcome> stage : sale.outcomes().entrySet()) {
            end = stage(within, stage.getKey(), stage.getValue(), end);
        }
        root.end(end);
    }

    private void frontDoor(Context within, Handover handover) {
        Instant handed = handover.handed().orElse(handover.intended());
        Span span = tracer.spanBuilder("front door")
                .setParent(within)
                .setStartTimestamp(handed)
                .startSpan();
        if (handover.refused().isPresent()) {
            span.setStatus(StatusCode.ERROR, "refused");
        }
        span.end(handover.answered().orElse(handed));
    }

    /** From when the stage before it showed the sale, until this one did. */
    private Instant stage(Context within, String name, SlotOutcome slot, Instant before) {
        SpanBuilder span =
                tracer.spanBuilder("until seen at " + name).setParent(within).setAttribute("rung.stage", name);
        if (!(slot.outcome() instanceof Outcome.Seen seen)) {
            return before;
        }
        Instant begin = before.isBefore(seen.firstSeen()) ? before : seen.firstSeen();
        Span started = span.setStartTimestamp(begin)
                .setAttribute("rung.commit", seen.cycle().id())
                .startSpan();
        started.addEvent("last look without it", seen.lastMissing());
        started.end(seen.firstSeen());
        return seen.firstSeen().isAfter(before) ? seen.firstSeen() : before;
    }

    @Override
    public void close() {
        provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
