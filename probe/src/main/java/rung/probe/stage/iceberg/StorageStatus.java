package rung.probe.stage.iceberg;

import java.util.Map;
import java.util.OptionalInt;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** The HTTP status that a storage answered with, by what its client says in its exception. */
final class StorageStatus {
    /** Clients that the user brings along: how the names of their exceptions begin, and which method tells the status. */
    private static final Map<String, String> TOLD_BY =
            Map.of("com.google.cloud.", "getCode", "com.azure.", "getStatusCode");

    /** Of Google's client to a 401 when all it has is a token: it would ask for another one, and says only that it cannot. */
    private static final String NO_OTHER_TOKEN =
            "OAuth2Credentials instance does not support refreshing the access token";

    private static final int UNAUTHORIZED = 401;

    private StorageStatus() {}

    /** Empty when {@code failure} is not of such a client, or came of no answer. */
    static OptionalInt of(Throwable failure) {
        if (failure instanceof SdkServiceException service) {
            return OptionalInt.of(service.statusCode());
        }
        if (String.valueOf(failure.getMessage()).startsWith(NO_OTHER_TOKEN)) {
            return OptionalInt.of(UNAUTHORIZED);
        }
        String name = failure.getClass().getName();
        return TOLD_BY.entrySet().stream()
                .filter(client -> name.startsWith(client.getKey()))
                .map(client -> asked(failure, client.getValue()))
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    private static OptionalInt asked(Throwable failure, String method) {
        try {
            return failure.getClass().getMethod(method).invoke(failure) instanceof Integer status
                    ? OptionalInt.of(status)
                    : OptionalInt.empty();
        } catch (ReflectiveOperationException e) {
            return OptionalInt.empty(); // another exception of that client, which is of no answer
        }
    }
}
