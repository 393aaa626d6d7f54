package rung.probe.stage.iceberg;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;
import rung.probe.stage.lake.LocalFileIO;

/**
 * Local files, with a list of those that were asked for and the number of bytes that were read. One list for all instances,
 * as Iceberg makes them itself.
 */
public final class CountingFileIO implements FileIO {
    private static final long serialVersionUID = 1L;
    private static final List<String> OPENED = new CopyOnWriteArrayList<>();
    private static final AtomicLong BYTES = new AtomicLong();
    private static final AtomicReference<Runnable> AT_EACH = new AtomicReference<>(() -> {});

    private final LocalFileIO local = new LocalFileIO();

    /** Called by Iceberg, which knows the class by its name. */
    public CountingFileIO() {}

    /** The files opened since the last call. */
    static List<String> takeOpened() {
        List<String> opened = List.copyOf(OPENED);
        OPENED.clear();
        return opened;
    }

    /** Does {@code what} whenever a file is asked for, from now on. */
    static void atEach(Runnable what) {
        AT_EACH.set(what);
    }

    /** The bytes read since the last call. */
    static long takeBytes() {
        return BYTES.getAndSet(0);
    }

    @Override
    public InputFile newInputFile(String location) {
        OPENED.add(location);
        AT_EACH.get().run();
        return new Counted(local.newInputFile(location));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return local.newOutputFile(location);
    }

    @Override
    public void deleteFile(String location) {
        local.deleteFile(location);
    }

    private record Counted(InputFile file) implements InputFile {
        @Override
        public String location() {
            return file.location();
        }

        @Override
        public long getLength() {
            return file.getLength();
        }

        @Override
        public SeekableInputStream newStream() {
            return new CountedStream(file.newStream());
        }

        @Override
        public boolean exists() {
            return file.exists();
        }
    }

    private static final class CountedStream extends SeekableInputStream {
        private final SeekableInputStream stream;

        private CountedStream(SeekableInputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            int read = stream.read();
            BYTES.addAndGet(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = stream.read(into, offset, length);
            BYTES.addAndGet(Math.max(0, read));
            return read;
        }

        @Override
        public long getPos() throws IOException {
            return stream.getPos();
        }

        @Override
        public void seek(long position) throws IOException {
            stream.seek(position);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
