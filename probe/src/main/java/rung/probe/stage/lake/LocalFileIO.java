package rung.probe.stage.lake;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Files;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Reads tables whose files lie on this machine, under {@code file:} locations or plain paths. It cannot write. */
public final class LocalFileIO implements FileIO, SupportsPrefixOperations {
    private static final long serialVersionUID = 1L;

    /** Called by Iceberg, which knows the class by its name. */
    public LocalFileIO() {}

    @Override
    public InputFile newInputFile(String location) {
        InputFile local = Files.localInput(file(location));
        return new Located(local, location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        throw new UnsupportedOperationException("Rung writes no table files: " + location);
    }

    @Override
    public void deleteFile(String location) {
        throw new UnsupportedOperationException("Rung deletes no table files: " + location);
    }

    /** The files whose locations begin so, of one folder: nothing of the folders in it. */
    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
        int folder = prefix.lastIndexOf('/') + 1;
        List<FileInfo> found = new ArrayList<>();
        for (File file : Optional.ofNullable(file(prefix.substring(0, folder)).listFiles())
                .orElse(new File[0])) {
            String location = prefix.substring(0, folder) + file.getName();
            if (location.startsWith(prefix) && file.isFile()) {
                found.add(new FileInfo(location, file.length(), file.lastModified()));
            }
        }
        return found;
    }

    @Override
    public void deletePrefix(String prefix) {
        throw new UnsupportedOperationException("Rung deletes no table files: " + prefix);
    }

    private static File file(String location) {
        return new File(location.replaceFirst("^file:/*", "/"));
    }

    /** A file that goes by the name that the table's metadata gives it. */
    private record Located(InputFile file, String location) implements InputFile {
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
}
