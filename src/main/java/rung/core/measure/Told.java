package rung.core.measure;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * What looks at a stage told beside its counts, as far as it tells it.
 *
 * @param queried time spent on the counts themselves, once it was known of which state of the stage they are: in queries, or
 *     reading files; empty where the two are not told apart
 * @param caches how long caches had held what they answered; empty where none says that it gave an answer
 */
public record Told(Optional<Duration> queried, Optional<CacheAge> caches) {
    /** Nothing but counts. */
    public static final Told NOTHING = new Told(Optional.empty(), Optional.empty());

    /** That so much time was spent on the counts themselves. */
    public static Told queried(Duration time) {
        return new Told(Optional.of(time), Optional.empty());
    }

    /** What these looks told and those of {@code other}: times add up, and of ages the largest is kept. */
    public Told and(Told other) {
        return new Told(joined(queried, other.queried, Duration::plus), joined(caches, other.caches, CacheAge::and));
    }

    private static <T> Optional<T> joined(Optional<T> one, Optional<T> other, BinaryOperator<T> both) {
        return one.map(first -> other.map(second -> both.apply(first, second)).orElse(first))
                .or(() -> other);
    }
}
