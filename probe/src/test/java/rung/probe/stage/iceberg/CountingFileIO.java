package rung.probe.stage.iceberg;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** Local files, with a list of those that were asked for. One list for all instances, as Iceberg makes them itself. */
public final class CountingFileIO implements FileIO {
    private static final long serialVersionUID = 1L;
    private static final List<String> OPENED = new CopyOnWriteArrayList<>();

    private final LocalFileIO local = new LocalFileIO();

    /** Called by Iceberg, which knows the class by its name. */
    public CountingFileIO() {}

    /** The files opened since the last call. */
    static List<String> takeOpened() {
        List<String> opened = List.copyOf(OPENED);
        OPENED.clear();
        return opened;
    }

    @Override
    public InputFile newInputFile(String location) {
        OPENED.add(location);
        return local.newInputFile(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return local.newOutputFile(location);
    }

    @Override
    public void deleteFile(String location) {
        local.deleteFile(location);
    }
}
