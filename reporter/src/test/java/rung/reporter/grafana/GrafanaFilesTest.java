package rung.reporter.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rung.core.ladder.LadderFile;
import rung.reporter.metrics.Catalogue;

/**
 * The files of {@code grafana/} are those that the catalogue makes. With {@code -Drung.write=true} they are written anew,
 * and so is the README's table of metrics.
 */
class GrafanaFilesTest {
    private static final Path ROOT = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("tiers.yaml")))
            .findFirst()
            .orElseThrow();
    private static final Path GRAFANA = ROOT.resolve("grafana");
    private static final String TABLE = "<!-- the catalogue: rung metrics list -->\n";

    private final Map<String, String> made = GrafanaFiles.of(LadderFile.standard());

    @Test
    void filesAreThoseThatTheCatalogueMakes() throws IOException {
        if (Boolean.getBoolean("rung.write")) {
            write();
        }
        for (Map.Entry<String, String> file : made.entrySet()) {
            assertThat(GRAFANA.resolve(file.getKey()))
                    .as("write it anew: mvn test -pl reporter -am -Dtest=GrafanaFilesTest"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Drung.write=true")
                    .hasContent(file.getValue());
        }
        for (String folder : List.of("rules", "dashboards")) {
            try (Stream<Path> files = Files.list(GRAFANA.resolve(folder))) {
                assertThat(files.map(file -> folder + "/" + file.getFileName()))
                        .allSatisfy(name -> assertThat(made).containsKey(name));
            }
        }
    }

    private void write() throws IOException {
        for (Map.Entry<String, String> file : made.entrySet()) {
            Path path = GRAFANA.resolve(file.getKey());
            Files.createDirectories(GRAFANA.resolve(file.getKey().replaceFirst("/.*", "")));
            Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
        }
        Path readme = ROOT.resolve("README.md");
        String text = Files.readString(readme);
        int begin = text.indexOf(TABLE) + TABLE.length();
        int end = text.indexOf("\n\n", begin) + 1;
        String after = text.substring(end);
        Files.writeString(readme, text.substring(0, begin) + Catalogue.markdown() + after, StandardCharsets.UTF_8);
    }
}
