package rung.probe.stage.iceberg;

import java.io.IOException;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Files to read whose streams say where they end. Those of Google's storage do not in every version of its module: beyond the
 * last byte they give zeros, and the reader of Parquet takes the file for a longer one.
 *
 * @see <a href="https://github.com/apache/iceberg/issues/16062">apache/iceberg#16062</a>
 */
final class EndingFiles implements FileIO {
    private static final long serialVersionUID = 1L;
    private static final String GOOGLES = "gs://";

    private final FileIO io;

    private EndingFiles(FileIO io) {
        this.io = io;
    }

    static FileIO of(FileIO io) {
        return new EndingFiles(io);
    }

    @Override
    public InputFile newInputFile(String location) {
        return ending(io.newInputFile(location));
    }

    @Override
    public InputFile newInputFile(String location, long length) {
        return ending(io.newInputFile(location, length));
    }

    @Override
    public InputFile newInputFile(DataFile file) {
        return ending(io.newInputFile(file));
    }

    @Override
    public InputFile newInputFile(DeleteFile file) {
        return ending(io.newInputFile(file));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        throw new UnsupportedOperationException("Rung does not write to a retailer's storage: " + location);
    }

    @Override
    public void deleteFile(String location) {
        throw new UnsupportedOperationException("Rung does not write to a retailer's storage: " + location);
    }

    @Override
    public Map<String, String> properties() {
        return io.properties();
    }

    /** The others' streams can be read in ranges, too, which this would take from them. */
    private static InputFile ending(InputFile file) {
        return file.location().startsWith(GOOGLES) ? new EndingFile(file) : file;
    }

    private record EndingFile(InputFile file) implements InputFile {
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
            return new EndingStream(file.newStream(), file.getLength());
        }

        @Override
        public boolean exists() {
            return file.exists();
        }
    }

    private static final class EndingStream extends SeekableInputStream {
        private final SeekableInputStream stream;
        private final long length;

        private EndingStream(SeekableInputStream stream, long length) {
            this.stream = stream;
            this.length = length;
        }

        @Override
        public int read() throws IOException {
            return stream.getPos() < length ? stream.read() : -1;
        }

        @Override
        public int read(byte[] into, int offset, int size) throws IOException {
            return stream.read(into, offset, size);
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
