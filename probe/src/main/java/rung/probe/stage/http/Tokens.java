package rung.probe.stage.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import rung.core.measure.Fault;
import rung.core.time.Timeline;
import rung.probe.wire.Addresses;
import rung.probe.wire.BoundedBody;
import rung.probe.wire.Reasons;
import rung.probe.wire.SecretWords;

/** What stands in the Authorization header; fetches an OAuth 2.0 token when there is none that is still good. */
final class Tokens {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_BODY_BYTES = 1 << 16;
    private static final int OK = 200;

    /** A token is not used in the last tenth of its life, and not in its last half minute where it lives longer. */
    private static final Duration SPARED = Duration.ofSeconds(30);

    /** Of a token of which the server does not say how long it lives. */
    private static final long DEFAULT_LIFE_SECONDS = 300;

    private final Timeline timeline;
    private final HttpAuth auth;
    private final HttpClient client;
    private final Duration timeout;
    private Optional<Token> known = Optional.empty();
    private Optional<Failed> failed = Optional.empty();

    private record Token(String header, Instant usedUntil) {}

    /** Why no token could be had, which stands for one timeout: a look at many pages waits for a silent server once. */
    private record Failed(Fault fault, String reason, Instant until) {}

    /** No token could be had. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final Fault fault;

        Refused(Fault fault, String reason) {
            super(reason);
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }

    Tokens(Timeline timeline, HttpAuth auth, HttpClient client, Duration timeout) {
        this.timeline = timeline;
        this.auth = auth;
        this.client = client;
        this.timeout = timeout;
    }

    /** The header's value; empty when no such header is sent. */
    Optional<String> header() throws Refused, InterruptedException {
        if (auth instanceof HttpAuth.Basic basic) {
            return Optional.of(basic(basic.user(), basic.password()));
        }
        if (auth instanceof HttpAuth.Bearer bearer) {
            return Optional.of("Bearer " + bearer.token());
        }
        return auth instanceof HttpAuth.ClientCredentials login ? Optional.of(token(login)) : Optional.empty();
    }

    /** The page refused {@code header}: whether another one can be had. */
    synchronized boolean renewable(Optional<String> header) {
        known = known.filter(token -> !header.equals(Optional.of(token.header)));
        return auth instanceof HttpAuth.ClientCredentials;
    }

    private synchronized String token(HttpAuth.ClientCredentials login) throws Refused, InterruptedException {
        Optional<Token> good = known.filter(token -> timeline.now().isBefore(token.usedUntil));
        Token token = good.isPresent() ? good.get() : fetchUnlessJustRefused(login);
        known = Optional.of(token);
        return token.header;
    }

    private Token fetchUnlessJustRefused(HttpAuth.ClientCredentials login) throws Refused, InterruptedException {
        Optional<Failed> recent = failed.filter(refusal -> timeline.now().isBefore(refusal.until));
        if (recent.isPresent()) {
            throw new Refused(recent.get().fault, recent.get().reason);
        }
        try {
            return fetch(login);
        } catch (Refused e) {
            failed = Optional.of(new Failed(
                    e.fault(), String.valueOf(e.getMessage()), timeline.now().plus(timeout)));
            throw e;
        }
    }

    private Token fetch(HttpAuth.ClientCredentials login) throws Refused, InterruptedException {
        String form = "grant_type=client_credentials"
                + login.scope().map(scope -> "&scope=" + encode(scope)).orElse("");
        HttpRequest request = HttpRequest.newBuilder(URI.create(login.tokenUrl()))
                .setHeader("User-Agent", "rung")
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .setHeader("Accept", "application/json")
                .setHeader("Authorization", basic(encode(login.clientId()), encode(login.clientSecret())))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        String url = Addresses.shown(login.tokenUrl());
        Instant askedAt = timeline.now();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, head -> new BoundedBody(LONGEST_BODY_BYTES));
        HttpResponse<byte[]> response;
        try {
            response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new Refused(
                    Fault.TIMEOUT,
                    url + " did not hand out a token within " + timeout.toMillis() + " ms; is timeout too short?");
        } catch (ExecutionException e) {
            throw new Refused(
                    Fault.UNREACHABLE,
                    "cannot get a token from " + url + ": "
                            + Reasons.of(e, SecretWords.of(List.of(login.clientSecret()))) + "; is token-url right?");
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
        if (response.statusCode() != OK) {
            boolean denied =
                    response.statusCode() == 400 || response.statusCode() == 401 || response.statusCode() == 403;
            throw new Refused(
                    denied ? Fault.DENIED : Fault.FAILED,
                    url + " hands out no token, but status " + response.statusCode()
                            + "; are token-url, client-id, client-secret and scope right?");
        }
        return read(response.body(), url, askedAt);
    }

    /** Does not repeat what the server says, for a token may be in it. */
    private static Token read(byte[] body, String url, Instant askedAt) throws Refused {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException e) {
            throw new Refused(Fault.MALFORMED, url + " answers with no JSON; is token-url right?");
        }
        String token = json.path("access_token").asText();
        if (token.isBlank() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new Refused(Fault.MALFORMED, url + " answers without an access_token; is token-url right?");
        }
        Duration life = Duration.ofSeconds(Math.max(1, json.path("expires_in").asLong(DEFAULT_LIFE_SECONDS)));
        Duration tenth = life.dividedBy(10);
        Duration used = life.minus(tenth.compareTo(SPARED) > 0 ? SPARED : tenth);
        return new Token("Bearer " + token, askedAt.plus(used));
    }

    private static String basic(String user, String password) {
        byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(login);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
