package rung.core.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Says what somebody who mistyped a word most likely meant. */
public final class Suggestion {
    private static final int MOST_LISTED = 30;

    private Suggestion() {}

    /** The one of {@code known} that is nearest to {@code word}, the first of several; empty when none is near. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        String sought = plain(word);
        int bound = Math.max(1, sought.length() / 3);
        int least = Integer.MAX_VALUE;
        Optional<String> nearest = Optional.empty();
        for (String candidate : known) {
            int distance = new DamerauLevenshteinDistance(bound).apply(sought, plain(candidate));
            if (distance >= 0 && distance < least) {
                least = distance;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** The cure for a word that is not one of {@code known}: {@code did you mean "topic"? (known: bootstrap, topic)}. */
    static String among(String word, Collection<String> known) {
        return nearest(word, known)
                .map(near -> "did you mean \"" + near + "\"? (known: " + list(known) + ")")
                .orElseGet(() -> "write one of " + list(known));
    }

    static String list(Collection<String> known) {
        String listed = String.join(", ", known.stream().limit(MOST_LISTED).toList());
        return known.size() > MOST_LISTED ? listed + ", …" : listed;
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }
}
