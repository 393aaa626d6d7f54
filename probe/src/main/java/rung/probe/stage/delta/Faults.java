package rung.probe.stage.delta;

import io.delta.kernel.exceptions.InvalidTableException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.exceptions.UnsupportedProtocolVersionException;
import io.delta.kernel.exceptions.UnsupportedTableFeatureException;
import io.delta.kernel.shaded.com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotFoundException;
import rung.core.measure.Fault;
import rung.probe.stage.lake.Artifacts;
import rung.probe.wire.Addresses;
import rung.probe.wire.Reasons;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** What a look that failed met, and what to do about it. */
record Faults(Fault fault, String reason) {
    private static final int MOST_CAUSES = 16;
    private static final Set<Integer> REFUSED = Set.of(401, 403);
    private static final Set<Integer> OVERLOADED = Set.of(429, 503);
    private static final int SERVER_FAILED = 500;

    static Faults of(Throwable failure, DeltaSettings settings) {
        String address = settings.address();
        String told = Addresses.shown(Reasons.of(failure));
        if (any(failure, TableNotFoundException.class)) {
            return new Faults(Fault.NOT_FOUND, "there is no " + address + "; is table right, and has it been created?");
        } else if (failure instanceof NoClassDefFoundError) {
            return new Faults(Fault.NOT_FOUND, address + ": " + Artifacts.cure(Reasons.of(failure)));
        } else if (any(failure, UnsupportedTableFeatureException.class)
                || any(failure, UnsupportedProtocolVersionException.class)) {
            return new Faults(
                    Fault.FAILED,
                    address + " needs of its readers what Delta Kernel cannot do: " + told
                            + "; read it through an engine, by a stage of kind trino or jdbc");
        } else if (any(failure, InvalidTableException.class)) {
            return new Faults(
                    Fault.MALFORMED,
                    address + " has a log that does not add up: " + told
                            + "; have entries been deleted that its last checkpoint does not cover?");
        }
        Optional<Integer> status = causes(failure)
                .filter(SdkServiceException.class::isInstance)
                .map(cause -> ((SdkServiceException) cause).statusCode())
                .findFirst();
        if (status.filter(REFUSED::contains).isPresent()
                || any(failure, ForbiddenException.class)
                || any(failure, AccessDeniedException.class)) {
            return new Faults(
                    Fault.DENIED,
                    "cannot read " + address
                            + ": access is refused; may the credentials list and read, and are they right?");
        } else if (any(failure, NotFoundException.class) || any(failure, FileNotFoundException.class)) {
            return new Faults(
                    Fault.NOT_FOUND,
                    "cannot read " + address + ": a file is gone that its log names: " + told
                            + "; has it been vacuumed, or is a part of the log deleted?");
        } else if (any(failure, SocketTimeoutException.class)
                || any(failure, ApiCallTimeoutException.class)
                || any(failure, ApiCallAttemptTimeoutException.class)) {
            return late(settings);
        } else if (status.filter(OVERLOADED::contains).isPresent()) {
            return new Faults(
                    Fault.OVERLOADED,
                    "the storage of " + address + " cannot now: " + told + "; is it asked too often?");
        } else if (status.filter(code -> code >= SERVER_FAILED).isPresent()) {
            return new Faults(Fault.FAILED, "the storage of " + address + " failed: " + told + "; is it well?");
        } else if (failure instanceof IllegalArgumentException) {
            return new Faults(Fault.NOT_FOUND, address + ": " + told);
        } else if (!any(failure, JsonProcessingException.class)
                && (any(failure, IOException.class) || any(failure, SdkException.class))) {
            return new Faults(
                    Fault.UNREACHABLE,
                    "cannot read " + address + ": " + told
                            + "; is the storage up, and are table and the properties under io right?");
        }
        return new Faults(
                Fault.MALFORMED,
                "cannot understand " + address + ": " + told + "; is table right, and is it written as a whole?");
    }

    static Faults late(DeltaSettings settings) {
        return new Faults(
                Fault.TIMEOUT,
                settings.address() + " was not read within "
                        + settings.timeout().toMillis() + " ms; is the storage overloaded, or is timeout too short?");
    }

    private static boolean any(Throwable failure, Class<? extends Throwable> kind) {
        return causes(failure).anyMatch(kind::isInstance);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES);
    }
}
