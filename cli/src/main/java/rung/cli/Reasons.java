package rung.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Says in a sentence what a file system says by the type of an exception, whose message is a bare name. */
final class Reasons {
    private Reasons() {}

    static String of(IOException failure) {
        if (failure instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile() + "; is the name right?";
        }
        if (failure instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile() + "; grant it, or name another place";
        }
        if (failure instanceof FileAlreadyExistsException || failure instanceof NotDirectoryException) {
            return ((FileSystemException) failure).getFile() + " is no folder; name another";
        }
        return Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getSimpleName());
    }
}
