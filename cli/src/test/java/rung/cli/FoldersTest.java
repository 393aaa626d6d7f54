package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    @TempDir
    private Path out;

    @Test
    void runsOfTheSameSecondKeepTheirFactsApart() throws Exception {
        Terminal terminal = new Terminal(
                System.out, System.err, Map.of("RUNG_OUT", out.resolve("new").toString()), "");
        Set<Path> folders = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            folders.add(Folders.fresh(terminal, "demo"));
        }

        assertThat(folders).hasSize(20).allSatisfy(folder -> assertThat(folder).isEmptyDirectory());
    }
}
