package rung.probe.stage.delta;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.probe.stage.lake.LocalFileIO;

/** Files of this machine for a writer with Delta Kernel. */
final class WritableFolder implements FileIO {
    private final Storage readable = new Storage(new LocalFileIO());

    @Override
    public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
        return readable.listFrom(path);
    }

    @Override
    public FileStatus getFileStatus(String path) throws IOException {
        return readable.getFileStatus(path);
    }

    @Override
    public String resolvePath(String path) {
        return path;
    }

    @Override
    public boolean mkdirs(String path) throws IOException {
        Files.createDirectories(Path.of(path));
        return true;
    }

    @Override
    public InputFile newInputFile(String path, long size) {
        return readable.newInputFile(path, size);
    }

    @Override
    public OutputFile newOutputFile(String path) {
        return new Output(Path.of(path));
    }

    @Override
    public boolean delete(String path) throws IOException {
        return Files.deleteIfExists(Path.of(path));
    }

    @Override
    public Optional<String> getConf(String key) {
        return Optional.empty();
    }

    @Override
    public void copyFileAtomically(String from, String to, boolean overwrite) throws IOException {
        Files.copy(Path.of(from), Path.of(to));
    }

    private record Output(Path file) implements OutputFile {
        @Override
        public String path() {
            return file.toString();
        }

        @Override
        public PositionOutputStream create(boolean whole) throws IOException {
            Files.createDirectories(file.getParent());
            return new Positioned(Files.newOutputStream(file));
        }

        @Override
        public void writeAtomically(CloseableIterator<String> lines, boolean overwrite) throws IOException {
            List<String> all = new ArrayList<>();
            lines.forEachRemaining(all::add);
            Files.createDirectories(file.getParent());
            Files.write(file, all);
        }
    }

    private static final class Positioned extends PositionOutputStream {
        private final OutputStream stream;
        private long position;

        private Positioned(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int one) throws IOException {
            stream.write(one);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            stream.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            stream.flush();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
