package rung.probe.stage.trino;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fault;
import rung.probe.wire.Reasons;

/** A query that Trino did not answer, and why. */
final class Refusal extends Exception {
    // The engine's own numbers of errors, which its driver hands on.
    private static final int PERMISSION_DENIED = 4;
    private static final int NOT_SUPPORTED = 13;
    private static final int INVALID_SESSION_PROPERTY = 14;
    private static final int CATALOG_NOT_FOUND = 44;
    private static final int SCHEMA_NOT_FOUND = 45;
    private static final int TABLE_NOT_FOUND = 46;
    private static final int COLUMN_NOT_FOUND = 47;
    private static final int TYPE_MISMATCH = 58;
    private static final int MISMATCHED_COLUMN_ALIASES = 61;
    private static final int INVALID_ARGUMENTS = 76;
    private static final int OUT_OF_RESOURCES = 0x2_0000;
    private static final int QUERY_QUEUE_FULL = OUT_OF_RESOURCES + 2;
    private static final int EXCEEDED_TIME_LIMIT = OUT_OF_RESOURCES + 3;
    private static final int EXCEEDED_SCAN_LIMIT = OUT_OF_RESOURCES + 9;
    private static final int END_OF_OUT_OF_RESOURCES = 0x3_0000;

    private static final int MOST_CAUSES = 16;

    private final Fault fault;
    private final int code;

    private Refusal(Fault fault, int code, String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.fault = fault;
        this.code = code;
    }

    /** A reason of ours. */
    static Refusal of(Fault fault, String reason) {
        return new Refusal(fault, 0, reason, null);
    }

    /** Nothing came within {@code timeout}. */
    static Refusal late(String address, Duration timeout) {
        return of(Fault.TIMEOUT, lateness(address, timeout));
    }

    /** What the driver threw, in its words but for the secrets of its properties. */
    static Refusal of(Throwable failure, TrinoSettings settings) {
        String address = settings.address();
        Duration timeout = settings.timeout();
        int code = failure instanceof SQLException sql ? sql.getErrorCode() : 0;
        String said = Reasons.of(failure, settings.secrets());
        String begin = "cannot read " + address + ": " + said;
        return switch (code) {
            case PERMISSION_DENIED ->
                new Refusal(
                        Fault.DENIED,
                        code,
                        begin + "; may that user read it, and is the user in properties right?",
                        failure);
            case CATALOG_NOT_FOUND, SCHEMA_NOT_FOUND, TABLE_NOT_FOUND ->
                new Refusal(
                        Fault.NOT_FOUND,
                        code,
                        begin + "; is table right, and may the user in properties see it?",
                        failure);
            case COLUMN_NOT_FOUND ->
                new Refusal(Fault.NOT_FOUND, code, begin + "; are store, sku and count right?", failure);
            case INVALID_ARGUMENTS -> new Refusal(Fault.NOT_FOUND, code, begin + "; is branch right?", failure);
            case TYPE_MISMATCH ->
                new Refusal(
                        Fault.MALFORMED,
                        code,
                        begin
                                + "; :store and :sku are texts: write CAST(:store AS bigint) where the column is a number",
                        failure);
            case MISMATCHED_COLUMN_ALIASES ->
                new Refusal(Fault.MALFORMED, code, begin + "; does sql select one column, the count?", failure);
            case INVALID_SESSION_PROPERTY ->
                new Refusal(Fault.FAILED, code, begin + "; are the sessionProperties in properties right?", failure);
            case EXCEEDED_TIME_LIMIT -> new Refusal(Fault.TIMEOUT, code, lateness(address, timeout), failure);
            case EXCEEDED_SCAN_LIMIT ->
                new Refusal(
                        Fault.OVERLOADED,
                        code,
                        begin + "; is the table partitioned or sorted by store or SKU? if it must scan more, raise"
                                + " scan-limit",
                        failure);
            case QUERY_QUEUE_FULL ->
                new Refusal(
                        Fault.OVERLOADED,
                        code,
                        begin + "; give source rung or tag rung-canary a resource group of its own, or look less often",
                        failure);
            case 0 -> withoutAnAnswer(failure, begin, address, timeout);
            default ->
                new Refusal(
                        code >= OUT_OF_RESOURCES && code < END_OF_OUT_OF_RESOURCES ? Fault.OVERLOADED : Fault.FAILED,
                        code,
                        begin,
                        failure);
        };
    }

    /** What comes without a number is the driver's: it had no answer, or none that it understood. */
    private static Refusal withoutAnAnswer(Throwable failure, String begin, String address, Duration timeout) {
        Throwable deepest = failure;
        for (int depth = 0; depth < MOST_CAUSES && deepest.getCause() != null; depth++) {
            deepest = deepest.getCause();
        }
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith("Authentication failed")) {
            return new Refusal(
                    Fault.DENIED,
                    0,
                    begin + "; are the user and password, or accessToken, in properties right?",
                    failure);
        }
        if (deepest instanceof SocketTimeoutException) {
            return new Refusal(Fault.TIMEOUT, 0, lateness(address, timeout), failure);
        }
        if (message.contains("invalid response")) {
            return new Refusal(Fault.MALFORMED, 0, begin + "; is it Trino that answers, and is url right?", failure);
        }
        if (deepest instanceof SQLException) {
            return new Refusal(Fault.FAILED, 0, begin + "; are properties right?", failure);
        }
        String cut = deepest instanceof EOFException ? "cannot read " + address + ": the connection was closed" : begin;
        return new Refusal(Fault.UNREACHABLE, 0, cut + "; is Trino up, and is url right?", failure);
    }

    private static String lateness(String address, Duration timeout) {
        return "cannot read " + address + ": no answer within " + timeout.toMillis() + " ms; is the query queued, or is"
                + " timeout too short?";
    }

    Fault fault() {
        return fault;
    }

    /** What happened, for a person. */
    String reason() {
        return String.valueOf(getMessage());
    }

    /** Whether what was asked for is not there, though its schema is: no such table, or one that has no such metadata. */
    boolean isOfTheTable() {
        return code == TABLE_NOT_FOUND || code == NOT_SUPPORTED;
    }
}
