package rung.probe.stage.dynamodb;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fault;
import rung.probe.wire.Reasons;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failed request means, and what to do. */
final class Refusal {
    private static final Set<String> DENIED = Set.of(
            "AccessDeniedException",
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "IncompleteSignatureException",
            "MissingAuthenticationTokenException",
            "ExpiredTokenException",
            "InvalidClientTokenId",
            "SignatureDoesNotMatch");
    private static final Set<String> OVERLOADED = Set.of(
            "ProvisionedThroughputExceededException",
            "RequestLimitExceeded",
            "ThrottlingException",
            "LimitExceededException");

    private final DynamoSettings settings;

    Refusal(DynamoSettings settings) {
        this.settings = settings;
    }

    static Fault fault(SdkException failure) {
        if (failure instanceof AwsServiceException answered) {
            String code = code(answered);
            if (DENIED.contains(code) || answered.statusCode() == 401 || answered.statusCode() == 403) {
                return Fault.DENIED;
            }
            if (OVERLOADED.contains(code) || answered.isThrottlingException() || answered.statusCode() == 503) {
                return Fault.OVERLOADED;
            }
            return code.equals("ResourceNotFoundException") || code.equals("ValidationException")
                    ? Fault.NOT_FOUND
                    : Fault.FAILED;
        }
        return lacksCredentials(failure) ? Fault.DENIED : Fault.UNREACHABLE;
    }

    String reason(SdkException failure) {
        if (!(failure instanceof AwsServiceException answered)) {
            return lacksCredentials(failure)
                    ? settings.address() + " cannot be read without credentials: none are in the environment or in a"
                            + " profile; are credentials right?"
                    : "cannot read " + settings.address() + ": " + hidden(Reasons.of(failure))
                            + "; is DynamoDB up, and are region and endpoint right?";
        }
        return switch (fault(failure)) {
            case DENIED ->
                settings.address() + " refuses access: " + message(answered)
                        + "; are credentials right, and do they allow dynamodb:BatchGetItem?";
            case OVERLOADED ->
                settings.address() + " answered: " + message(answered)
                        + "; give the table more read capacity, or poll more rarely";
            case NOT_FOUND ->
                code(answered).equals("ValidationException")
                        ? settings.address() + " cannot be asked so: " + message(answered)
                                + "; are key and numbers right?"
                        : settings.address() + " does not exist there; are table and region right?";
            default -> settings.address() + " answered with status " + answered.statusCode() + ": " + message(answered);
        };
    }

    String late() {
        return settings.address() + " did not answer within "
                + settings.timeout().toMillis() + " ms; is it overloaded, or is timeout too short?";
    }

    String unprocessed() {
        return settings.address()
                + " did not get round to the key, asked twice: its read capacity is spent; give it more,"
                + " or poll more rarely";
    }

    private String message(AwsServiceException answered) {
        String text = Optional.ofNullable(answered.awsErrorDetails())
                .map(AwsErrorDetails::errorMessage)
                .orElse("");
        return hidden((code(answered) + " " + Reasons.excerpt(text)).strip());
    }

    /** Without the login's parts, which a server might repeat. */
    private String hidden(String text) {
        String shown = text;
        if (settings.login().isPresent()) {
            Login login = settings.login().get();
            shown = shown.replace(login.secretKey(), "…").replace(login.accessKey(), "…");
            if (login.sessionToken().isPresent()) {
                shown = shown.replace(login.sessionToken().get(), "…");
            }
        }
        return shown;
    }

    private static String code(AwsServiceException answered) {
        return Optional.ofNullable(answered.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }

    private static boolean lacksCredentials(SdkException failure) {
        return Optional.ofNullable(failure.getMessage()).orElse("").contains("Unable to load credentials");
    }

    static boolean hasCause(Throwable failure, Class<? extends Throwable> kind) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
