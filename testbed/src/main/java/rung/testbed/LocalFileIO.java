package rung.testbed;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Iceberg's files in the local file system, without Hadoop. A location is a plain path or {@code file:} and a path, taken
 * letter by letter: nothing in it is decoded, and files keep the spelling they were asked for by.
 */
public class LocalFileIO implements FileIO {
    private static final long serialVersionUID = 1L;
    private static final String SCHEME = "file:";

    /** For Iceberg, which makes one by the name in {@code io-impl}. */
    public LocalFileIO() {}

    @Override
    public InputFile newInputFile(String location) {
        return new LocalInput(location, org.apache.iceberg.Files.localInput(file(location)));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        File file = file(location);
        Path folder = file.toPath().toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("not a file: " + location);
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LocalOutput(location, org.apache.iceberg.Files.localOutput(file));
    }

    @Override
    public void deleteFile(String location) {
        try {
            Files.deleteIfExists(file(location).toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File file(String location) {
        if (!location.startsWith(SCHEME)) {
            return new File(location);
        }
        String path = location.substring(SCHEME.length());
        return new File(path.startsWith("//") ? path.replaceFirst("^/+", "/") : path);
    }

    private record LocalInput(String location, InputFile file) implements InputFile {
        @Override
        public long getLength() {
            return file.getLength();
        }

        @Override
        public SeekableInputStream newStream() {
            return file.newStream();
        }

        @Override
        public boolean exists() {
            return file.exists();
        }
    }

    private record LocalOutput(String location, OutputFile file) implements OutputFile {
        @Override
        public PositionOutputStream create() {
            return file.create();
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return file.createOrOverwrite();
        }

        @Override
        public InputFile toInputFile() {
            return new LocalInput(location, file.toInputFile());
        }
    }
}
