package rung.probe.stage.delta;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;

/**
 * One file of a table, for Delta Kernel, which expects checked errors. A small one is fetched as a whole: the kernel reads a
 * data file's end twice and then its columns, which would be five requests.
 */
final class StoredFile implements InputFile {
    private static final int SMALL = 1 << 20;

    private final FileIO files;
    private final String path;
    private final long size;
    private byte[] fetched = new byte[0];

    /** @param size not positive where the storage is to be asked */
    StoredFile(FileIO files, String path, long size) {
        this.files = files;
        this.path = path;
        this.size = size;
    }

    /** What Iceberg's storages throw, as the kernel expects it: that a file is missing is a case of its own. */
    static IOException asChecked(RuntimeException failure) {
        if (failure instanceof NotFoundException) {
            FileNotFoundException missing = new FileNotFoundException(failure.getMessage());
            missing.initCause(failure);
            return missing;
        }
        return new IOException(failure.getMessage(), failure);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long length() throws IOException {
        if (size > 0) {
            return size;
        }
        try {
            return files.newInputFile(path).getLength();
        } catch (RuntimeException e) {
            throw asChecked(e);
        }
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
        try {
            if (size <= 0 || size > SMALL) {
                return new Stream(files.newInputFile(path).newStream());
            }
            if (fetched.length == 0) {
                try (SeekableInputStream stream =
                        new Stream(files.newInputFile(path).newStream())) {
                    byte[] all = new byte[(int) size];
                    stream.readFully(all, 0, all.length);
                    fetched = all;
                }
            }
            return new Stream(new InMemory(fetched));
        } catch (RuntimeException e) {
            throw asChecked(e);
        }
    }

    private static final class Stream extends SeekableInputStream {
        private final org.apache.iceberg.io.SeekableInputStream stream;

        private Stream(org.apache.iceberg.io.SeekableInputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            try {
                return stream.read();
            } catch (RuntimeException e) {
                throw asChecked(e);
            }
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return stream.read(into, offset, length);
            } catch (RuntimeException e) {
                throw asChecked(e);
            }
        }

        @Override
        public void readFully(byte[] into, int offset, int length) throws IOException {
            if (readNBytes(into, offset, length) < length) {
                throw new EOFException("the file ends before " + length + " more bytes");
            }
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

    private static final class InMemory extends org.apache.iceberg.io.SeekableInputStream {
        private final byte[] bytes;
        private int position;

        private InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return position < bytes.length ? bytes[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (position >= bytes.length && length > 0) {
                return -1;
            }
            int read = Math.min(length, bytes.length - position);
            System.arraycopy(bytes, position, into, offset, read);
            position += read;
            return read;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long to) throws IOException {
            if (to < 0 || to > bytes.length) {
                throw new EOFException("there is nothing at " + to + " of " + bytes.length + " bytes");
            }
            position = (int) to;
        }
    }
}
