package rung.probe.stage.jdbc;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTimeoutException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fault;

/** A database did not answer as it should: the kind of it, and a reason with cause and cure. */
final class SqlFailure extends IOException {
    private static final long serialVersionUID = 1;

    private final Fault fault;
    private final boolean ofOneKey;

    SqlFailure(Fault fault, String reason) {
        this(fault, reason, false);
    }

    private SqlFailure(Fault fault, String reason, boolean ofOneKey) {
        super(reason);
        this.fault = fault;
        this.ofOneKey = ofOneKey;
    }

    /**
     * What a driver threw.
     *
     * @param address of the database, as messages may show it
     * @param said the driver's words, without secrets
     */
    static SqlFailure of(SQLException thrown, String address, String said) {
        Fault fault = fault(thrown);
        String reason =
                switch (fault) {
                    case UNREACHABLE ->
                        "cannot read " + address + ": " + said
                                + "; is the database up, and are url and properties right?";
                    case DENIED ->
                        address + " refuses access: " + said
                                + "; are user and password right? The user must be allowed to read what sql names";
                    case TIMEOUT ->
                        address + " broke off: " + said + "; is the database overloaded, or is timeout too short?";
                    case OVERLOADED ->
                        address + " cannot answer now: " + said + "; poll more rarely, or raise what it can bear";
                    case NOT_FOUND -> address + " answered: " + said + "; are sql and url right?";
                    default ->
                        address + " answered: " + said + "; is sql right?"
                                + (isOfTypes(thrown)
                                        ? " The keys are bound as texts; where a column is a number, cast them, such as"
                                                + " cast(:store as integer)"
                                        : "");
                };
        return new SqlFailure(fault, reason, isOfData(thrown));
    }

    Fault fault() {
        return fault;
    }

    /** For a person. */
    String reason() {
        return String.valueOf(getMessage());
    }

    /** Whether it says nothing about other keys; else a look ends with it. */
    boolean isOfOneKey() {
        return ofOneKey;
    }

    /** A value could not be worked with; of another key it may be another value. */
    private static boolean isOfData(SQLException thrown) {
        return state(thrown).startsWith("22") || message(thrown).startsWith("Conversion Error");
    }

    /** Types that cannot be compared with each other, or turned into each other. */
    private static boolean isOfTypes(SQLException thrown) {
        return isOfData(thrown)
                || state(thrown).equals("42883")
                || state(thrown).equals("42804");
    }

    private static Fault fault(SQLException thrown) {
        String state = state(thrown);
        if (thrown instanceof SQLTimeoutException
                || caused(thrown, SocketTimeoutException.class)
                || List.of("57014", "70100", "HYT00", "HYT01").contains(state)) {
            return Fault.TIMEOUT;
        }
        if (thrown instanceof SQLFeatureNotSupportedException) {
            return Fault.MALFORMED;
        }
        if (state.isEmpty() || state.startsWith("HY")) {
            return byWords(message(thrown));
        }
        return switch (state) {
            case "42501" -> Fault.DENIED;
            case "3D000", "3F000", "42P01", "42703", "42S02", "42S22" -> Fault.NOT_FOUND;
            case "57P03" -> Fault.OVERLOADED;
            case "57P01", "57P02" -> Fault.UNREACHABLE;
            default -> byClass(state, thrown.getErrorCode());
        };
    }

    private static Fault byClass(String state, int code) {
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "08" -> Fault.UNREACHABLE;
            case "28" -> Fault.DENIED;
            case "53" -> Fault.OVERLOADED;
            // MySQL's state of a missing right is that of a syntax error: 1044, 1142 and 1143 are its codes
            case "42" -> code == 1044 || code == 1142 || code == 1143 ? Fault.DENIED : Fault.MALFORMED;
            case "0A", "07", "21" -> Fault.MALFORMED;
            default -> Fault.FAILED;
        };
    }

    /** For drivers that set no state. */
    private static Fault byWords(String message) {
        if (message.contains("does not exist") || message.contains("No files found") || message.contains("not found")) {
            return Fault.NOT_FOUND;
        }
        if (message.startsWith("Parser Error") || message.startsWith("Binder Error")) {
            return Fault.MALFORMED;
        }
        return message.startsWith("Permission Error") ? Fault.DENIED : Fault.FAILED;
    }

    private static String state(SQLException thrown) {
        return Optional.ofNullable(thrown.getSQLState()).orElse("");
    }

    private static String message(SQLException thrown) {
        return Optional.ofNullable(thrown.getMessage()).orElse("");
    }

    private static boolean caused(SQLException thrown, Class<? extends Throwable> kind) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
