package rung.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The page in the repository is the one that a whole run wrote, of the proofs that there are. */
class AccuracyPageTest {
    @Test
    void thePageOfTheRepositoryHasEachProofAndEachHolds() throws IOException {
        String page = Files.readString(AccuracyPage.root().resolve("src/ACCURACY.md"));

        assertThat(page).contains("Written by `" + AccuracyPage.COMMAND + "` on 20");
        for (Chapter chapter : Chapter.ALL) {
            assertThat(page).contains("\n| " + chapter.heading() + " |").contains("\n## " + chapter.heading() + "\n");
        }
        assertThat(page).doesNotContain("FAILS", "did not end", "outside**", "Not measured");
    }
}
