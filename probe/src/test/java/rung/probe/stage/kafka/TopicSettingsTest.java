package rung.probe.stage.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicSettingsTest {
    private static final Position VALUE = new Position.InValue("/s", "/k");
    private static final Content COUNT = new Content.OnHand("/q", Optional.empty());

    @Test
    void settingsThatCannotWorkAreRefusedWithACure() {
        assertThatThrownBy(() -> TopicSettings.counts("a:1", " ", "/q")).hasMessage("bootstrap or topic is blank");
        assertThatThrownBy(() -> TopicSettings.counts("a:1", "t", "q"))
                .hasMessage("count \"q\" is no JSON Pointer; it begins with a slash, such as /count");
        assertThatThrownBy(() -> new Position.InKey("{sku}"))
                .hasMessageStartingWith("key \"{sku}\" does not name both {store} and {sku}; write how the whole key");
        assertThatThrownBy(() -> settings(From.LATEST, Map.of(), Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessage("from is latest, but a count that does not change has no new message; write beginning, or a"
                        + " duration in which every count is written again");
        assertThatThrownBy(() ->
                        settings(From.BEGINNING, Map.of("group.id", "g"), Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessage("client property group.id is set by Rung, whose figures depend on it; remove it");
        assertThatThrownBy(() -> settings(
                        From.BEGINNING,
                        Map.of("request.timeout.ms", "1"),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1)))
                .hasMessage("client property request.timeout.ms is set by Rung, whose figures depend on it; remove it,"
                        + " and write timeout");
        assertThatThrownBy(() -> settings(From.BEGINNING, Map.of(), Duration.ofMillis(99), Duration.ofSeconds(1)))
                .hasMessage("timeout is PT0.099S; write 100ms to 10m");
        assertThatThrownBy(() -> settings(From.BEGINNING, Map.of(), Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessage("catch-up is PT1S; write a duration from that of timeout, PT2S, to 1h");
        assertThatThrownBy(() -> From.parse("start"))
                .hasMessage(
                        "from \"start\" is no place in a topic; write beginning, latest, or a duration such as 24h");
        assertThatThrownBy(() -> From.parse("0s")).hasMessage("from is PT0S; write a duration longer than nothing");
    }

    @Test
    void secretsAreNotShown() {
        assertThat(settings(
                                From.BEGINNING,
                                Map.of("sasl.jaas.config", "hush"),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1))
                        .toString())
                .contains("sasl.jaas.config")
                .doesNotContain("hush");
    }

    private static TopicSettings settings(From from, Map<String, String> client, Duration timeout, Duration catchUp) {
        return new TopicSettings("a:1", "t", VALUE, COUNT, from, client, timeout, catchUp);
    }
}
