package rung.probe.stage.delta;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.io.SupportsPrefixOperations;
import rung.probe.stage.lake.LocalFileIO;

/** Local files, with a list of those that were opened and asked for. One list for all instances, as Iceberg makes them itself. */
public final class CountedFiles implements FileIO, SupportsPrefixOperations {
    private static final long serialVersionUID = 1L;
    private static final List<String> ASKED = new CopyOnWriteArrayList<>();

    private final LocalFileIO local = new LocalFileIO();

    /** Called by Iceberg, which knows the class by its name. */
    public CountedFiles() {}

    /** The requests since the last call, such as {@code open part-1.parquet}. */
    static List<String> takeAsked() {
        List<String> asked = List.copyOf(ASKED);
        ASKED.clear();
        return asked;
    }

    private static void ask(String what, String location) {
        ASKED.add(what + " " + location.substring(location.lastIndexOf('/') + 1));
    }

    @Override
    public InputFile newInputFile(String location) {
        return new Counted(local.newInputFile(location), location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return local.newOutputFile(location);
    }

    @Override
    public void deleteFile(String location) {
        local.deleteFile(location);
    }

    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
        ask("list", prefix);
        return local.listPrefix(prefix);
    }

    @Override
    public void deletePrefix(String prefix) {
        local.deletePrefix(prefix);
    }

    private record Counted(InputFile file, String location) implements InputFile {
        @Override
        public long getLength() {
            return file.getLength();
        }

        @Override
        public SeekableInputStream newStream() {
            ask("open", location);
            return file.newStream();
        }

        @Override
        public boolean exists() {
            ask("find", location);
            return file.exists();
        }
    }
}
