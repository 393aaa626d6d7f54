package rung.probe.stage.jdbc;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rung.probe.sql.JdbcUrl;
import rung.probe.wire.Reasons;

/**
 * Takes what may be secret out of what a driver says: the URL, and every value that it or the properties hold, but the
 * user's name among the properties.
 */
final class Secrecy {
    /** Shorter texts stand in every message, and keep no secret. */
    private static final int SHORTEST = 3;

    private static final int MOST_CAUSES = 16;

    private final String url;
    private final List<String> secrets;

    private Secrecy(String url, List<String> secrets) {
        this.url = url;
        this.secrets = secrets;
    }

    static Secrecy of(String url, Map<String, String> properties) {
        Set<String> secrets = new HashSet<>(JdbcUrl.secrets(url));
        properties.forEach((name, value) -> {
            if (!name.equalsIgnoreCase("user")) {
                secrets.add(value);
            }
        });
        List<String> longestFirst = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        return new Secrecy(url, longestFirst);
    }

    /** The words of the deepest cause, on one line. */
    String said(SQLException thrown) {
        Throwable deepest = thrown;
        for (int depth = 0; depth < MOST_CAUSES && deepest.getCause() != null; depth++) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return deepest instanceof SQLException && message != null && !message.isBlank()
                ? Reasons.excerpt(blanked(message))
                : blanked(Reasons.of(thrown));
    }

    String blanked(String text) {
        String blanked = text.replace(url, JdbcUrl.shown(url));
        for (String secret : secrets) {
            blanked = blanked.replace(secret, "…");
        }
        return blanked;
    }
}
