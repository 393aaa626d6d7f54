package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.Test;

class EndingFilesTest {
    private static final byte[] CONTENT = {7, 8};

    @Test
    void aStreamOfGooglesStorageEndsWhereItsFileDoes() throws Exception {
        InputFile file = EndingFiles.of(new Endless()).newInputFile("gs://bucket/file");

        try (SeekableInputStream stream = file.newStream()) {
            assertThat(new int[] {stream.read(), stream.read(), stream.read(), stream.read()})
                    .containsExactly(7, 8, -1, -1);
            stream.seek(1);
            assertThat(stream.read()).isEqualTo(8);
        }
    }

    @Test
    void anotherStoragesFileIsLeftAsItIs() {
        assertThat(EndingFiles.of(new Endless()).newInputFile("s3://bucket/file"))
                .isInstanceOf(EndlessFile.class);
    }

    /** As iceberg-gcp 1.11 reads: after the last byte come zeros. */
    private static final class Endless implements FileIO {
        private static final long serialVersionUID = 1L;

        @Override
        public InputFile newInputFile(String location) {
            return new EndlessFile(location);
        }

        @Override
        public OutputFile newOutputFile(String location) {
            throw new UnsupportedOperationException(location);
        }

        @Override
        public void deleteFile(String location) {
            throw new UnsupportedOperationException(location);
        }
    }

    private record EndlessFile(String location) implements InputFile {
        @Override
        public long getLength() {
            return CONTENT.length;
        }

        @Override
        public SeekableInputStream newStream() {
            return new InMemoryInputFile(location, Arrays.copyOf(CONTENT, CONTENT.length + 10)).newStream();
        }

        @Override
        public boolean exists() {
            return true;
        }
    }
}
