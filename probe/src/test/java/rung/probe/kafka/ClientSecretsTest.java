package rung.probe.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientSecretsTest {
    @Test
    void aSecretThatBeginsAnotherLeavesNoneOfItsEnd() {
        ClientSecrets secrets = new ClientSecrets(
                Map.of("ssl.key.password", "sesame", "ssl.keystore.password", "sesame-open", "client.id", "till"));

        assertThat(secrets.hidden("till says sesame-open and sesame")).isEqualTo("till says … and …");
    }

    @Test
    void aPrivateKeyIsHiddenAndThePlaceOfAKeystoreIsNot() {
        ClientSecrets secrets =
                new ClientSecrets(Map.of("ssl.keystore.key", "MIIEvQIBADAN", "ssl.keystore.location", "till.jks"));

        assertThat(secrets.hidden("cannot read MIIEvQIBADAN of till.jks")).isEqualTo("cannot read … of till.jks");
    }
}
