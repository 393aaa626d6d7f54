package rung.probe.source.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rung.core.measure.Injection;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;
import rung.probe.source.Delivery;

@Timeout(60)
class PostTest {
    private static final String BODY = """
            {"id": "{transaction}", "store": "{store}", "sku": "{sku}", "change": {delta}}
            """;

    private final Timeline timeline = SystemTimeline.start();

    @Test
    void aRequestThatNobodyAbandonsEndsWhenItsTimeIsUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpSettings defaults = HttpSettings.of("http://127.0.0.1:" + silent.getLocalPort() + "/pos", BODY);
            HttpSettings settings = new HttpSettings(
                    defaults.url(),
                    defaults.method(),
                    Map.of(),
                    BODY,
                    defaults.idempotencyHeader(),
                    defaults.idempotencyKey(),
                    defaults.accepted(),
                    defaults.check(),
                    1,
                    Duration.ofMillis(300));
            Post post = new Post(
                    timeline, HttpClient.newHttpClient(), new PosRequest(settings), settings, new Answers(settings));

            Delivery delivery = post.carry(new Injection(
                    "r", "sales", 0, Injection.Kind.SALE, new StockKey("9901", "RUNG-0001"), 1, timeline.now()));

            assertThat(delivery).isInstanceOfSatisfying(Delivery.Refused.class, refused -> assertThat(refused.reason())
                    .contains(" did not answer within 300 ms"));
        }
    }
}
