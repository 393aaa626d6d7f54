package rung.probe.stage.delta;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.probe.stage.lake.LocalFileIO;

/**
 * Gives Delta Kernel the files that Iceberg's storage reads, so that what one can reach the other can, too, and Hadoop's
 * file systems are not needed. It cannot write.
 */
final class Storage implements FileIO, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Storage.class);

    /** Versions of a log that one listing asks for: some three pages of an object store. */
    private static final long BLOCK = 1000;

    private static final int BLOCK_DIGITS = 3;
    private static final Pattern OF_VERSION = Pattern.compile("(\\d{20})\\..*");
    /** Of storages that list by the beginning of a name and not by folder. */
    private static final Pattern BY_NAME = Pattern.compile("(?i)(s3|s3a|s3n|gs)://.*");

    private final org.apache.iceberg.io.FileIO files;

    Storage(org.apache.iceberg.io.FileIO files) {
        this.files = files;
    }

    /** The file at {@code path}, its time being 0 where only a listing tells it; empty when there is none. One request. */
    Optional<FileStatus> find(String path) {
        if (files instanceof LocalFileIO) {
            return listed(path);
        }
        org.apache.iceberg.io.InputFile file = files.newInputFile(path);
        return file.exists() ? Optional.of(FileStatus.of(path, file.getLength(), 0)) : Optional.empty();
    }

    /** When the storage took the file at {@code path}, by its own clock; empty when it does not tell. One request. */
    Optional<Instant> takenAt(String path) {
        try {
            return listed(path)
                    .map(FileStatus::getModificationTime)
                    .filter(millis -> millis > 0)
                    .map(Instant::ofEpochMilli);
        } catch (RuntimeException e) {
            log.debug("the storage does not tell when it took {}", path, e);
            return Optional.empty();
        }
    }

    private Optional<FileStatus> listed(String path) {
        for (FileInfo file : lister().listPrefix(path)) {
            if (file.location().equals(path)) {
                return Optional.of(status(file));
            }
        }
        return Optional.empty();
    }

    private SupportsPrefixOperations lister() {
        if (files instanceof SupportsPrefixOperations lister) {
            return lister;
        }
        throw new IllegalArgumentException(files.getClass().getName()
                + " cannot list a folder, which the log of a table needs; is io-impl right?");
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
        int name = path.lastIndexOf('/') + 1;
        String folder = path.substring(0, name);
        TreeMap<String, FileStatus> found = new TreeMap<>();
        try {
            Matcher version = OF_VERSION.matcher(path.substring(name));
            if (version.matches() && BY_NAME.matcher(path).matches()) {
                listBlocks(folder, Long.parseLong(version.group(1)), found);
            }
            if (found.isEmpty()) {
                list(folder, folder, found);
            }
        } catch (RuntimeException e) {
            throw StoredFile.asChecked(e);
        }
        if (found.isEmpty()) {
            throw new FileNotFoundException("there is nothing in " + folder);
        }
        return Utils.toCloseableIterator(
                List.copyOf(found.tailMap(path, true).values()).iterator());
    }

    /** A log has no holes behind its first version, so that a block without a version is beyond its last. */
    private void listBlocks(String folder, long from, Map<String, FileStatus> into) {
        int before;
        long block = from / BLOCK;
        do {
            before = into.size();
            list(folder, folder + String.format("%020d", block * BLOCK).substring(0, 20 - BLOCK_DIGITS), into);
            block++;
        } while (into.size() > before);
    }

    private void list(String folder, String prefix, Map<String, FileStatus> into) {
        for (FileInfo file : lister().listPrefix(prefix)) {
            if (file.location().startsWith(folder) && file.location().indexOf('/', folder.length()) < 0) {
                into.put(file.location(), status(file));
            }
        }
    }

    private static FileStatus status(FileInfo file) {
        return FileStatus.of(file.location(), file.size(), file.createdAtMillis());
    }

    @Override
    public FileStatus getFileStatus(String path) throws IOException {
        try {
            return find(path).orElseThrow(() -> new FileNotFoundException("there is no " + path));
        } catch (RuntimeException e) {
            throw StoredFile.asChecked(e);
        }
    }

    /** Settings name tables by their whole paths. */
    @Override
    public String resolvePath(String path) {
        return path;
    }

    @Override
    public InputFile newInputFile(String path, long size) {
        return new StoredFile(files, path, size);
    }

    @Override
    public Optional<String> getConf(String key) {
        return Optional.empty();
    }

    @Override
    public boolean mkdirs(String path) {
        throw writesNothing(path);
    }

    @Override
    public OutputFile newOutputFile(String path) {
        throw writesNothing(path);
    }

    @Override
    public boolean delete(String path) {
        throw writesNothing(path);
    }

    @Override
    public void copyFileAtomically(String from, String to, boolean overwrite) {
        throw writesNothing(to);
    }

    private static UnsupportedOperationException writesNothing(String path) {
        return new UnsupportedOperationException("Rung writes no table files: " + path);
    }

    @Override
    public void close() {
        files.close();
    }
}
