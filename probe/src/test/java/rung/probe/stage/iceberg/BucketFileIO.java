package rung.probe.stage.iceberg;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import rung.testbed.LocalFileIO;

/** Writes what has {@code s3://} and such locations into a folder, for a writer on the storage's own side. */
public final class BucketFileIO implements FileIO {
    /** The folder of all buckets. */
    static final String FOLDER = "test.folder";

    private static final long serialVersionUID = 1L;

    private final LocalFileIO local = new LocalFileIO();
    private Map<String, String> properties = new HashMap<>();

    /** Called by Iceberg, which knows the class by its name. */
    public BucketFileIO() {}

    @Override
    public void initialize(Map<String, String> given) {
        properties = new HashMap<>(given);
    }

    @Override
    public Map<String, String> properties() {
        return properties;
    }

    private String path(String location) {
        return location.replaceFirst("^[a-z0-9]+:/", Matcher.quoteReplacement(properties.get(FOLDER)));
    }

    @Override
    public InputFile newInputFile(String location) {
        return new Named(local.newInputFile(path(location)), location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new NamedOutput(local.newOutputFile(path(location)), location);
    }

    @Override
    public void deleteFile(String location) {
        local.deleteFile(path(location));
    }

    private record Named(InputFile file, String location) implements InputFile {
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

    private record NamedOutput(OutputFile file, String location) implements OutputFile {
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
            return new Named(file.toInputFile(), location);
        }
    }
}
