package rung.probe.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import rung.core.measure.Injection;

/** The distributed trace of an injection. Derived from its id, so that whoever has the one can find the other. */
public final class Trace {
    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;

    private Trace() {}

    /**
     * The value of the {@code traceparent} header: sampled, version 00.
     *
     * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
     */
    public static String parent(Injection injection) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(injection.id().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        HexFormat hex = HexFormat.of();
        return "00-" + hex.formatHex(digest, 0, TRACE_BYTES) + "-"
                + hex.formatHex(digest, TRACE_BYTES, TRACE_BYTES + SPAN_BYTES) + "-01";
    }
}
