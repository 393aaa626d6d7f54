package rung.core.measure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The distributed trace of an injection. Derived from its id, so that whoever has the one can find the other.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits, of the span in which the sale was handed over
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
public record TraceContext(String traceId, String spanId) {
    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;

    /** The trace of the injection with this {@linkplain Injection#id() id}. */
    public static TraceContext of(String injectionId) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(injectionId.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        HexFormat hex = HexFormat.of();
        return new TraceContext(
                hex.formatHex(digest, 0, TRACE_BYTES), hex.formatHex(digest, TRACE_BYTES, TRACE_BYTES + SPAN_BYTES));
    }

    /** The value of the {@code traceparent} header: sampled, version 00. */
    public String parent() {
        return "00-" + traceId + "-" + spanId + "-01";
    }
}
