package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaHomeTest {
    @TempDir
    private Path installed;

    @Test
    void theRunningJavaIsKnownByItsRelease() throws Exception {
        assertThat(JavaHome.at(Path.of(System.getProperty("java.home"))))
                .hasValueSatisfying(java ->
                        assertThat(java.release()).isEqualTo(Runtime.version().feature()));
    }

    @Test
    void theOldestThatFitsIsTaken() throws Exception {
        install("jdk-8", "1.8.0_402");
        install("jdk-17", "17.0.15");
        Path fits = install("b-jdk-25", "25.0.3");
        install("a-jdk-27", "27");
        Files.createDirectories(installed.resolve("no-java"));

        assertThat(JavaHome.oldestIn(installed, 25)).contains(new JavaHome(fits, 25));
        assertThat(JavaHome.oldestIn(installed, 28)).isEmpty();
    }

    @Test
    void aNamedFolderThatDoesNotFitIsAFailureWithACure() throws Exception {
        Path old = install("jdk-17", "17.0.15");

        assertThatThrownBy(() -> TrinoServer.named(old))
                .isInstanceOf(IOException.class)
                .hasMessage("RUNG_JAVA25 is " + old
                        + ", where there is no Java 25 or newer; name the folder whose bin has" + " java, or unset it");
    }

    private Path install(String name, String version) throws IOException {
        Path home = installed.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
