package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFileIOTest {
    private final LocalFileIO io = new LocalFileIO();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "file:", "file://"})
    void aFileKeepsTheSpellingOfItsLocation(String scheme) throws IOException {
        Path path = folder.resolve("a new folder/50% off.txt");
        String location = scheme + path;

        OutputFile written = io.newOutputFile(location);
        try (PositionOutputStream out = written.create()) {
            out.write(42);
        }
        InputFile read = io.newInputFile(location);

        assertThat(path).hasBinaryContent(new byte[] {42});
        assertThat(written.location()).isEqualTo(location);
        assertThat(written.toInputFile().location()).isEqualTo(location);
        assertThat(read.location()).isEqualTo(location);
        assertThat(read.getLength()).isEqualTo(1);
        try (InputStream in = read.newStream()) {
            assertThat(in.read()).isEqualTo(42);
        }
    }

    @Test
    void aDeletedFileIsGoneAndDeletingItAgainIsNoFailure() throws IOException {
        Path path = Files.writeString(folder.resolve("file"), "x");

        io.deleteFile("file://" + path);
        io.deleteFile("file://" + path);

        assertThat(path).doesNotExist();
        assertThat(io.newInputFile("file://" + path).exists()).isFalse();
    }
}
