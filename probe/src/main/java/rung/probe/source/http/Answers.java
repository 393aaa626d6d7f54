package rung.probe.source.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import rung.probe.wire.Addresses;
import rung.probe.wire.Reasons;
import rung.probe.wire.SecretWords;

/** What the API's answers mean, for a person: cause and cure, without the secrets that an answer may repeat. */
final class Answers {
    static final int LONGEST_BODY_BYTES = 1 << 16;

    /** Answers to a request that asks for nothing: the server is there, and knows the path, if perhaps not the method. */
    private static final Set<Integer> HARMLESS = Set.of(400, 405, 406, 415, 422, 426, 428, 501);

    private final HttpSettings settings;
    private final String address;
    private final SecretWords secrets;

    Answers(HttpSettings settings) {
        this.settings = settings;
        this.address = Addresses.shown(settings.url());
        this.secrets = SecretWords.of(settings.headers().values());
    }

    /**
     * Looks what the answer to a {@link PosRequest#check} says.
     *
     * @throws IOException with cause and cure, when no transaction could enter
     */
    void verify(HttpResponse<byte[]> response) throws IOException {
        int status = response.statusCode();
        boolean fine = status < 300 || HARMLESS.contains(status);
        if (!fine) {
            String method = settings.check().name();
            throw new IOException(refusal(response)
                    + (status == 404 || status == 410
                            ? "; if it exists and does not answer " + method + ", write another check"
                            : ""));
        }
    }

    String refusal(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String text = Reasons.excerpt(secrets.hiddenIn(new String(response.body(), StandardCharsets.UTF_8)));
        return said(status) + (text.isEmpty() ? "" : "; it says: " + text);
    }

    private String said(int status) {
        String with = " (status " + status + ")";
        return switch (status) {
            case 401, 403, 407 ->
                address + " refuses to let Rung in" + with + "; are the headers that grant access right?";
            case 404, 410 -> address + " does not exist" + with + "; is url right?";
            case 301, 302, 303, 307, 308 -> address + " has moved" + with + "; write where to into url";
            case 408, 429, 503, 504 -> address + " cannot take it now" + with + "; is the server overloaded?";
            case 409, 422 -> address + " did not take it" + with + "; does it take the same transaction for an error?";
            default ->
                address + " did not take it" + with
                        + (status >= 500
                                ? "; what does the server's log say?"
                                : "; are body, method and headers right, or should accept name this status?");
        };
    }

    String unreachable(Throwable failure) {
        return "cannot reach " + address + ": " + Reasons.of(failure, secrets)
                + "; is the server up, and is url right?";
    }

    String silent(Duration waited) {
        return address + " did not answer within " + waited.toMillis()
                + " ms; is the server overloaded, or is delivery-timeout too short?";
    }

    /** The reason of a transaction whose time is up. */
    String overdue() {
        return silent(settings.deliveryTimeout());
    }
}
