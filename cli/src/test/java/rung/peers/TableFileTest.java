package rung.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Cycle;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.VirtualTimeline;

class TableFileTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final StockKey ONE = new StockKey("9901", "RUNG-0001");
    private static final StockKey OTHER = new StockKey("9902", "RUNG-0001");

    @TempDir
    private Path folder;

    @Test
    void aReplacedFileIsReadAnewAndAKeyThatItLacksIsAbsent() throws Exception {
        Path file = folder.resolve("table.txt");
        TableFile stage = new TableFile(new VirtualTimeline(NOON), file);

        replace(file, "7\n9901 RUNG-0001 -4\n");
        assertThat(stage.read(Set.of(ONE, OTHER)))
                .containsExactly(new Reading.Counts(NOON, NOON, Map.of(ONE, -4L), Set.of(OTHER), new Cycle("7")));
        replace(file, "8\n9901 RUNG-0001 -5\n9902 RUNG-0001 2\n");
        assertThat(stage.read(Set.of(ONE, OTHER)))
                .containsExactly(new Reading.Counts(NOON, NOON, Map.of(ONE, -5L, OTHER, 2L), Set.of(), new Cycle("8")));
    }

    @Test
    void aFileThatIsNotThereIsAGap() {
        TableFile stage = new TableFile(new VirtualTimeline(NOON), folder.resolve("none.txt"));

        assertThat(stage.read(Set.of(ONE))).singleElement().isInstanceOf(Reading.Gap.class);
    }

    private void replace(Path file, String text) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
