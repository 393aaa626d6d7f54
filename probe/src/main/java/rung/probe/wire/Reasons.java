package rung.probe.wire;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Locale;

/** Says what went wrong in the words of its deepest cause: the layers above tend to say only that something did. */
public final class Reasons {
    private static final int LONGEST = 200;
    private static final int MOST_CAUSES = 16;

    private Reasons() {}

    public static String of(Throwable failure) {
        return of(failure, SecretWords.of(List.of()));
    }

    /** The same without {@code secrets}, which are taken out before the words are cut. */
    public static String of(Throwable failure, SecretWords secrets) {
        Throwable deepest = failure;
        for (int depth = 0; depth < MOST_CAUSES && deepest.getCause() != null; depth++) {
            if (deepest instanceof ConnectException && deepest.getCause() instanceof ClosedChannelException) {
                break; // the channel is closed because the connection was refused
            }
            deepest = deepest.getCause();
        }
        if (deepest instanceof UnknownHostException || deepest instanceof UnresolvedAddressException) {
            return "the host name is unknown";
        }
        String message = deepest.getMessage();
        if (message == null || message.isBlank()) {
            return deepest instanceof ConnectException
                    ? "connection refused"
                    : deepest.getClass().getSimpleName();
        }
        return deepest instanceof ConnectException
                ? secrets.hiddenIn(message).toLowerCase(Locale.ROOT)
                : excerpt(secrets.hiddenIn(message));
    }

    /** The beginning of {@code text} on one line, for a message. */
    public static String excerpt(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
