package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    @TempDir
    private Path engines;

    @Test
    void anUnknownEngineIsAFailureThatNamesTheFileThatIsMissing() {
        assertThatThrownBy(() -> Engine.in(engines, "warp"))
                .isInstanceOf(IOException.class)
                .hasMessage("no engine is called warp: there is no "
                        + engines.resolve("warp").resolve("pom.xml"));
    }

    @Test
    void whatWasBuiltSinceItsSourcesChangedIsNotBuiltAgain() throws Exception {
        Path folder = Files.createDirectories(engines.resolve("toy"));
        Path target = Files.createDirectories(folder.resolve("target"));
        Path pom = Files.writeString(folder.resolve("pom.xml"), "<project/>");
        Path library = Files.writeString(folder.resolve("library.jar"), "");
        Path own = Files.writeString(target.resolve("toy.jar"), "");
        Files.writeString(target.resolve("classpath.txt"), library.toString());
        Path stamp = Files.writeString(target.resolve("engine.built"), "");
        FileTime changed = Files.getLastModifiedTime(pom);
        Files.setLastModifiedTime(stamp, changed);
        Engine engine = Engine.in(engines, "toy");
        List<String> said = new ArrayList<>();

        engine.prepare(said::add);

        assertThat(said).isEmpty();
        assertThat(engine.classpath()).containsExactly(own, library);
    }

    @Test
    void whatCannotBeBuiltIsAFailureThatNamesCauseAndLogAndIsTriedAgainNextTime() throws Exception {
        Path folder = Files.createDirectories(engines.resolve("toy"));
        Path target = Files.createDirectories(folder.resolve("target"));
        Files.writeString(folder.resolve("pom.xml"), "<project>");
        Path stamp = Files.writeString(target.resolve("engine.built"), "");
        Files.setLastModifiedTime(
                stamp,
                FileTime.from(Files.getLastModifiedTime(folder.resolve("pom.xml"))
                        .toInstant()
                        .minus(Duration.ofSeconds(1))));
        Engine engine = Engine.in(engines, "toy");

        for (int attempt = 1; attempt <= 2; attempt++) {
            List<String> said = new ArrayList<>();
            assertThatThrownBy(() -> engine.prepare(said::add))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("engine toy")
                    .hasMessageContaining(target.resolve("build.log").toString())
                    .hasMessageContaining(folder.resolve("pom.xml").toString());
            assertThat(said).containsExactly("engine toy: building; the first time its libraries are downloaded");
        }
    }

    @Test
    void aDownloadThatFailsIsAFailureThatNamesTheCure() throws Exception {
        Path folder = Files.createDirectories(engines.resolve("toy"));
        Files.writeString(folder.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <parent><groupId>rung.test</groupId><artifactId>absent</artifactId><version>1</version><relativePath/></parent>
                  <artifactId>toy</artifactId>
                  <repositories><repository><id>central</id><url>%s</url></repository></repositories>
                </project>
                """.formatted(
                        engines.resolve("empty").toUri()));

        assertThatThrownBy(() -> Engine.in(engines, "toy").prepare(progress -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("engine toy was not downloaded; try again with a way to Maven Central, or to a "
                        + "mirror named in Maven's settings.xml. ")
                .hasMessageContaining("rung.test:absent");
    }
}
