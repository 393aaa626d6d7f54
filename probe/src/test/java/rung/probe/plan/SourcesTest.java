package rung.probe.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rung.core.config.ConfigException;
import rung.core.config.YamlFile;
import rung.probe.source.SourceSettings;
import rung.probe.source.kafka.KafkaSettings;

class SourcesTest {
    private static final String VALUE = "{\"s\": \"{store}\", \"k\": \"{sku}\", \"d\": {delta}}";

    @Test
    void readsATopicWithItsDefaults() throws Exception {
        assertThat(read("kafka: {bootstrap: 'a:1', topic: pos, value: '" + VALUE + "'}"))
                .isEqualTo(KafkaSettings.of("a:1", "pos", VALUE));
    }

    @Test
    void readsAllThatCanBeSaidOfATopic() throws Exception {
        assertThat(read("kafka: {bootstrap: 'a:1', topic: pos, key: '{sku}', value: '" + VALUE
                        + "', client: {compression.type: lz4}, delivery-timeout: 5s}"))
                .isEqualTo(new KafkaSettings(
                        "a:1", "pos", "{sku}", VALUE, Map.of("compression.type", "lz4"), Duration.ofSeconds(5)));
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> read("kafak: {}")).hasMessageContaining("did you mean \"kafka\"?");
        assertThatThrownBy(() -> read("kafka: {bootstrap: 'a:1', topic: pos, value: '[]'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the template lacks {store}");
        assertThatThrownBy(() -> read("kafka: {bootstrap: 'a:1', value: '" + VALUE + "'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("source.kafka.topic");
    }

    private static SourceSettings read(String source) throws ConfigException {
        YamlFile file = YamlFile.parse("pipelines.yaml", "source:\n  " + source, Map.of());
        Optional<SourceSettings> settings = Sources.read(file.root().section("source"));
        file.verify();
        return settings.orElseThrow();
    }
}
