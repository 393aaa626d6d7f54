package rung.probe.stage.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import rung.testbed.TrinoServer;

/** What a Trino has spent so far: the CPU of its process, and the bytes that it says its queries read of files with rows. */
final class TrinoEffort {
    private static final Map<String, Double> UNITS =
            Map.of("B", 1.0, "kB", 1024.0, "MB", 1024.0 * 1024, "GB", 1024.0 * 1024 * 1024);

    private final TrinoServer trino;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Long> bytesByQuery = new HashMap<>();

    TrinoEffort(TrinoServer trino) {
        this.trino = trino;
    }

    /** To 10 ms of CPU on Linux. */
    IcebergObserverCost.Elsewhere soFar() throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + trino.port() + "/v1/query"))
                        .header("X-Trino-User", "rung")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("Trino answers " + answer.statusCode() + " to who asks for its queries");
        }
        for (JsonNode query : new ObjectMapper().readTree(answer.body())) {
            bytesByQuery.put(
                    query.path("queryId").asText(),
                    bytes(query.at("/queryStats/physicalInputDataSize").asText()));
        }
        Duration cpu = ProcessHandle.of(trino.process().pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IOException("this system does not tell the CPU of a process"));
        return new IcebergObserverCost.Elsewhere(
                bytesByQuery.values().stream().mapToLong(Long::longValue).sum(), cpu);
    }

    /** Such as {@code 24.51kB}. */
    private static long bytes(String written) throws IOException {
        String unit = written.replaceAll("[0-9.]", "");
        Double factor = UNITS.get(unit);
        if (factor == null || unit.length() == written.length()) {
            throw new IOException("\"" + written + "\" is no size as Trino writes it");
        }
        return Math.round(Double.parseDouble(written.substring(0, written.length() - unit.length())) * factor);
    }
}
