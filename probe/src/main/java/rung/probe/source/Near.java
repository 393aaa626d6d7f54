package rung.probe.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody who mistyped a name most likely meant. */
public final class Near {
    private static final int MOST_LISTED = 10;

    private Near() {}

    /** The cure for a name that is not among {@code known}. */
    public static String cure(String name, Collection<String> known) {
        List<String> byDistance = known.stream()
                .sorted(Comparator.comparingInt((String other) -> distance(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        Optional<String> nearest = byDistance.stream()
                .findFirst()
                .filter(other -> distance(name, other) <= Math.max(2, name.length() / 3));
        String listed = String.join(", ", byDistance.subList(0, Math.min(MOST_LISTED, byDistance.size())))
                + (byDistance.size() > MOST_LISTED ? ", …" : "");
        return nearest.map(near -> "did you mean " + near + "? (there are " + listed + ")")
                .orElse("there are " + listed);
    }

    private static int distance(String one, String other) {
        return LevenshteinDistance.getDefaultInstance()
                .apply(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
    }
}
