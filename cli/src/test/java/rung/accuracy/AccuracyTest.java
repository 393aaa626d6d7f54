package rung.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The proofs of the method, in its own numbering; a figure outside its band fails the build. Afterwards the page is
 * written: {@code src/ACCURACY.md} by the full run of all proofs, and {@code cli/target/ACCURACY.md} by every other.
 * {@code -Drung.accuracy.only=6,7} runs only those.
 */
@Tag("accuracy")
class AccuracyTest {
    private static final Scale SCALE = Scale.chosen();
    private static final List<Chapter> CHAPTERS = Chapter.chosen(SCALE);
    private static final Map<Chapter, Table> TABLES = new LinkedHashMap<>();

    @TestFactory
    Stream<DynamicTest> proofs() {
        return CHAPTERS.stream()
                .map(chapter -> DynamicTest.dynamicTest(chapter.heading(), () -> {
                    Table table = chapter.proof().table(SCALE);
                    TABLES.put(chapter, table);
                    assertThat(table.failing()).as(chapter.heading()).isEmpty();
                }));
    }

    @AfterAll
    static void writeThePage() throws IOException {
        new AccuracyPage(SCALE, CHAPTERS, TABLES).write();
    }
}
