package rung.probe.source;

import rung.core.measure.Injection;
import rung.core.measure.TraceContext;

/** The distributed trace of an injection, as it is told to the pipeline. */
public final class Trace {
    private Trace() {}

    /** The value of the {@code traceparent} header. */
    public static String parent(Injection injection) {
        return TraceContext.of(injection.id()).parent();
    }
}
