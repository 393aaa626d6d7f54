package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CountApiTest {
    private final AtomicReference<TableView.Counts> counts =
            new AtomicReference<>(new TableView.Counts(7, Map.of("0001", Map.of("a b/c", 12L))));
    private final HttpClient http = HttpClient.newHttpClient();
    private CountApi api;

    @BeforeEach
    void start() throws IOException {
        api = CountApi.start("connect", counts::get);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aCountIsServedWithItsSnapshot() throws Exception {
        assertThat(get("/connect/inventory/0001/a%20b%2Fc").body())
                .isEqualTo("{\"store\":\"0001\",\"sku\":\"a b/c\",\"quantity\":12,\"snapshot\":\"7\"}");

        counts.set(new TableView.Counts(8, Map.of("0001", Map.of("a b/c", -1L))));

        assertThat(get("/connect/inventory/0001/a%20b%2Fc").body())
                .isEqualTo("{\"store\":\"0001\",\"sku\":\"a b/c\",\"quantity\":-1,\"snapshot\":\"8\"}");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void allOfAStoreAreServedAtOnce() throws Exception {
        assertThat(get("/connect/inventory/0001").body())
                .isEqualTo("{\"store\":\"0001\",\"items\":{\"a b/c\":{\"quantity\":12}},\"snapshot\":\"7\"}");
    }

    @Test
    void whatIsUnknownIsA404ThatSaysSo() throws Exception {
        for (String path : new String[] {
            "/connect/inventory/0001/NO-SUCH",
            "/connect/inventory/0002/a%20b%2Fc",
            "/connect/inventory/0002",
            "/flink/inventory/0001/a%20b%2Fc",
            "/"
        }) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
            assertThat(get(path).body()).as(path).startsWith("{\"error\":\"");
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(api.uri().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
