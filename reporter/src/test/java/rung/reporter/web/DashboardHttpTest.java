package rung.reporter.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rung.reporter.board.Watch;

/** What the server answers to those who do not ask as a browser would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardHttpTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int LISTENERS = 200;

    /** Of dist/uPlot.iife.min.js as it was released with 1.6.32. */
    private static final String UPLOT = "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f";

    @TempDir
    static Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Retailer retailer;
    private Watch watch;
    private Dashboard dashboard;

    @BeforeAll
    void start() throws IOException {
        retailer = Pipelines.ofAllVerdicts(folder);
        watch = retailer.watch();
        dashboard = Dashboard.start(watch, new Dashboard.Address("127.0.0.1", 0), 1);
    }

    @AfterAll
    void stop() {
        dashboard.close();
        watch.close();
        retailer.close();
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + dashboard.port() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(SOON)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** What the server says to bytes that no client library would send; it may say it before it has read them all. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), dashboard.port())) {
            socket.setSoTimeout((int) SOON.toMillis());
            try {
                socket.getOutputStream().write(request.getBytes(UTF_8));
            } catch (SocketException e) {
                // it has heard enough
            }
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private String get(String path) throws IOException {
        return raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/p/bopis-inventory",
                "/p/bopis-inventory/sales/3",
                "/p/nobody",
                "/reports",
                "/about",
                "/nowhere",
                "/livez",
                "/openapi.json",
                "/badge/bopis-inventory.svg",
                "/badge/nobody.svg",
                "/api/v1/report",
                "/api/v1/report?from=nonsense",
                "/api/v1/nowhere",
                "/assets/0/rung.js",
                "/assets/0/nothing.js",
                "/p/bopis-inventory/csv/age"
            })
    void everyAnswerForbidsWhatThePageDoesNotNeed(String path) throws Exception {
        HttpResponse<String> answer = ask("GET", path);
        assertThat(answer.statusCode()).isIn(200, 400, 404);
        harmless(answer);
    }

    private static void harmless(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.headers().firstValue("Content-Type")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/x/../../../../etc/passwd",
                "/assets/x/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                "/assets/x/..%5c..%5cpom.xml",
                "/assets/../rung/reporter/report.schema.json",
                "/assets/x/rung.js%00.css",
                "/../../../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/p/..%2f..%2fetc%2fpasswd",
                "/badge/..%2f..%2fetc%2fpasswd.svg",
                "//etc/passwd",
                "/p/bopis-inventory/csv/..%2f..%2fetc%2fpasswd"
            })
    void noPathLeadsOutOfTheServer(String path) throws IOException {
        String answer = get(path);
        assertThat(answer).startsWith("HTTP/1.1 40").doesNotContain("root:", "$schema", "at java.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "BREW", "TRACE", "OPTIONS"})
    void nothingCanBeDoneButRead(String method) throws Exception {
        HttpResponse<String> answer = ask(method, "/");
        assertThat(answer.statusCode()).isIn(404, 405, 501);
        assertThat(answer.body()).doesNotContain("at java.", "Exception");
        harmless(answer);
    }

    @Test
    void aHeadIsAnsweredLikeItsPage() throws Exception {
        HttpResponse<String> answer = ask("HEAD", "/");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aNameThatAnotherSitePointsHereIsRefusedWithASentence() throws IOException {
        for (String path : List.of("/", "/api/v1/report", "/api/v1/stream", "/assets/0/rung.js", "/nowhere")) {
            String answer = raw("GET " + path + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(path).startsWith("HTTP/1.1 400").contains("localhost", "Content-Security-Policy");
        }
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost.evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw("GET / HTTP/1.1\r\nHost: LOCALHOST:1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("GET / HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void whatIsTooLongIsRefusedAndTheServerGoesOn() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(get("/?q=" + "x".repeat(6_000))).startsWith("HTTP/1.1 200");
        softly.assertThat(get("/?q=" + "x".repeat(80_000))).startsWith("HTTP/1.1 414");
        softly.assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(80_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        softly.assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
        softly.assertThat(get("/")).startsWith("HTTP/1.1 200");
        softly.assertAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?tz=Nowhere&span=1y&theme=pink&sort=x&kiosk=x&q=%00%ff",
                "/?tz=%2B25:00",
                "/reports?from=%2B999999999-12-31T23:59:59Z&to=%2B999999999-12-31T23:59:59Z",
                "/reports?from=-999999999-01-01T00:00:00Z&to=%2B999999999-12-31T23:59:59Z",
                "/reports?from=0001-01-01T00:00:00&to=9999-12-31T00:00:00",
                "/reports?from=&to=",
                "/p/bopis-inventory/sales/999999999999",
                "/p/bopis-inventory/sales/-1",
                "/p/bopis-inventory?stage=nobody",
                "/p/bopis-inventory?stage=%00",
                "/p/%ff",
                "/%zz",
                "/?q=%zz",
                "/api/v1/report?from=-999999999-01-01T00:00:00Z&to=%2B999999999-12-31T23:59:59Z",
                "/api/v1/pipelines/nobody",
                "/api/v1/pipelines/nobody/sales"
            })
    void noQuestionIsAFaultOfTheServer(String path) throws IOException {
        assertThat(get(path)).matches("(?s)HTTP/1\\.1 (200|400|404) .*").doesNotContain("at java.");
    }

    @Test
    void whoReadsAByteNowAndThenDelaysNobody() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(1024);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), dashboard.port()));
                String path = i % 3 == 0 ? "/p/bopis-inventory" : "/api/v1/stream";
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
                socket.getInputStream().read();
                slow.add(socket);
            }
            Socket begun = new Socket(InetAddress.getLoopbackAddress(), dashboard.port());
            begun.getOutputStream().write("GET / HT".getBytes(UTF_8));
            slow.add(begun);
            assertThat(ask("GET", "/").statusCode()).isEqualTo(200);
            assertThat(ask("GET", "/p/bopis-inventory").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void manyListenersHearEachPulseAndAreForgottenWhenTheyGo() throws IOException {
        List<Socket> listeners = new ArrayList<>();
        try {
            for (int i = 0; i < LISTENERS; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), dashboard.port());
                socket.setSoTimeout((int) SOON.toMillis());
                socket.getOutputStream()
                        .write("GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                                .getBytes(UTF_8));
                listeners.add(socket);
            }
            for (Socket socket : listeners) {
                hear(socket.getInputStream(), "event: board", "event: pulse", "event: pulse");
            }
            assertThat(dashboard.listeners()).isGreaterThanOrEqualTo(LISTENERS);
        } finally {
            for (Socket socket : listeners) {
                socket.close();
            }
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(dashboard.listeners()).isLessThan(LISTENERS / 10));
    }

    /** Reads until all {@code parts} came, in any order and each as often as it is named. */
    private static void hear(InputStream in, String... parts) throws IOException {
        List<String> wanted = new ArrayList<>(List.of(parts));
        StringBuilder line = new StringBuilder();
        while (!wanted.isEmpty()) {
            int next = in.read();
            assertThat(next).as("the stream ended").isNotEqualTo(-1);
            if (next == '\n') {
                wanted.remove(line.toString().strip());
                line.setLength(0);
            } else {
                line.append((char) next);
            }
        }
    }

    @Test
    void theChartsThatCanBeZoomedAreThoseThatWereReleasedWithTheirLicence() throws Exception {
        assertThat(Assets.hashOf("uplot.js")).isEqualTo(UPLOT);
        HttpResponse<String> licence = ask("GET", "/assets/0/uplot.LICENSE.txt");
        assertThat(licence.body()).contains("The MIT License", "Leon Sorokin");
        assertThat(licence.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    }
}
