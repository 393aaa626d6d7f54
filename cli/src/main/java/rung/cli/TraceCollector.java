package rung.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/** Where traces go: what the environment says in OpenTelemetry's own words. */
final class TraceCollector {
    private static final String TRACES = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private static final String ALL = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private TraceCollector() {}

    /**
     * The collector; absent when none is named, and then no trace is sent.
     *
     * @throws UserError when what is named is no address
     */
    static Optional<URI> of(Map<String, String> environment) throws UserError {
        String traces = environment.getOrDefault(TRACES, "");
        String all = environment.getOrDefault(ALL, "");
        if (traces.isEmpty() && all.isEmpty()) {
            return Optional.empty();
        }
        String name = traces.isEmpty() ? ALL : TRACES;
        String address = traces.isEmpty() ? all.replaceFirst("/+$", "") + "/v1/traces" : traces;
        try {
            URI uri = new URI(address);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new UserError(
                ExitCode.USAGE, name + " is no address of a collector; write one such as http://localhost:4318");
    }
}
