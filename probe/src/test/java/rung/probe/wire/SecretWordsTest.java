package rung.probe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretWordsTest {
    @Test
    void aSecretThatBeginsAnotherLeavesNoneOfItsEnd() {
        SecretWords secrets = SecretWords.among(
                Map.of("ssl.key.password", "sesame", "ssl.keystore.password", "sesame-open", "client.id", "till"));

        assertThat(secrets.hiddenIn("till says sesame-open and sesame")).isEqualTo("till says … and …");
    }

    @Test
    void aPrivateKeyIsHiddenAndThePlaceOfAKeystoreIsNot() {
        SecretWords secrets =
                SecretWords.among(Map.of("ssl.keystore.key", "MIIEvQIBADAN", "ssl.keystore.location", "till.jks"));

        assertThat(secrets.hiddenIn("cannot read MIIEvQIBADAN of till.jks")).isEqualTo("cannot read … of till.jks");
    }
}
