package rung.reporter.chart;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;
import rung.core.ladder.Ladder;
import rung.core.ladder.Tier;

/**
 * What a chart is about, and for whom it is drawn.
 *
 * @param id a letter, then letters, digits, {@code -} and {@code _}; charts of one subject add their own ending, so that
 *     ids stay unique on a page when subjects' are
 * @param name as people call it, such as {@code bopis-inventory at api}; what cannot be seen in it is replaced, and a long
 *     one is cut
 * @param ladder whose bands are drawn
 * @param promised number of the promised tier; 0 when nothing is promised
 * @param zone in which the reader's calendar is kept
 */
public record Subject(String id, String name, Ladder ladder, int promised, ZoneId zone) {
    private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,99}");

    public Subject {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "id is not a letter followed by letters, digits, - and _, 100 at most: " + Plain.name(id));
        }
        name = Plain.name(name);
        if (promised != 0 && ladder.tier(promised).isEmpty()) {
            throw new IllegalArgumentException("the ladder has no tier " + promised);
        }
    }

    /** The promised tier; absent when nothing is promised. */
    public Optional<Tier> promise() {
        return ladder.tier(promised);
    }

    /** The staleness that a sale may not exceed; absent when nothing is promised. */
    public Optional<Duration> edge() {
        return promise().map(Tier::edge);
    }
}
