package rung.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.log.SlotFile.Cursor;
import rung.core.log.SlotFile.Segment;
import rung.core.log.SlotFile.Writer;

class SlotFileTest {
    /** More than fit into a block of 4 KiB. */
    private static final int SLOTS_PER_BLOCK = 4_096 / 30 + 1;

    @TempDir
    private Path folder;

    @Test
    void aMomentIsFoundWithoutReadingWhatComesLongBefore() throws Exception {
        int slots = 100_000;
        try (SlotFile file = SlotFile.create(folder)) {
            file.append().end();
            Writer writer = file.append();
            for (int i = 0; i < slots; i++) {
                writer.put(10L * i, 0, 0, i, new byte[0], 0, 0);
            }
            Segment segment = writer.end();
            Random random = new Random(1);
            for (int i = 0; i < 1_000; i++) {
                long sought = 1L + random.nextInt(10 * slots - 20);

                Cursor cursor = file.read(segment, sought);

                assertThat(cursor.next()).isTrue();
                assertThat(cursor.intended()).isBetween(sought - 10L * SLOTS_PER_BLOCK, sought - 1);
            }
        }
    }
}
