package rung.probe.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A certificate that a broker on 127.0.0.1 signed itself, and who trusts it, made by the JDK's {@code keytool}. */
record Keystores(Path key, Path trust) {
    private static final String PASSWORD = "keystore-word";

    static Keystores make(Path folder) throws IOException, InterruptedException {
        Path key = folder.resolve("broker.p12");
        Path certificate = folder.resolve("broker.pem");
        Path trust = folder.resolve("trust.p12");
        keytool(
                key,
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "2",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1");
        keytool(key, "-exportcert", "-alias", "broker", "-rfc", "-file", certificate.toString());
        keytool(trust, "-importcert", "-noprompt", "-alias", "broker", "-file", certificate.toString());
        return new Keystores(key, trust);
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    Map<String, String> ofBroker() {
        return Map.of(
                "ssl.keystore.location",
                key.toString(),
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.password",
                PASSWORD,
                "ssl.key.password",
                PASSWORD);
    }

    Map<String, String> ofClient() {
        return Map.of(
                "security.protocol",
                "SSL",
                "ssl.truststore.location",
                trust.toString(),
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.password",
                PASSWORD);
    }
}
