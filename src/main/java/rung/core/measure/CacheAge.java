package rung.core.measure;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * How long caches had held what they answered, as their answers say.
 *
 * @param largest of all answers that caches gave
 * @param outlived the answer that was held longest beyond the life that it declared itself; empty when none was
 */
public record CacheAge(Duration largest, Optional<Outlived> outlived) {
    /**
     * An answer that a cache held longer than it says itself that caches may.
     *
     * @param age at which it was given
     * @param life that it declares
     */
    public record Outlived(Duration age, Duration life) {
        private static final Comparator<Outlived> LONGEST =
                Comparator.comparing(Outlived::beyond).thenComparing(Outlived::age);

        public Outlived {
            if (age.compareTo(life) <= 0) {
                throw new IllegalArgumentException("an answer of " + age + " has not outlived its " + life);
            }
        }

        private Duration beyond() {
            return age.minus(life);
        }

        private Outlived orLonger(Outlived other) {
            return LONGEST.compare(this, other) >= 0 ? this : other;
        }
    }

    public CacheAge {
        if (largest.isNegative()) {
            throw new IllegalArgumentException("largest is negative: " + largest);
        }
    }

    /** One answer that a cache gave when it had held it for {@code age}; {@code life} is empty when it declares none. */
    public static CacheAge of(Duration age, Optional<Duration> life) {
        return new CacheAge(age, life.filter(one -> age.compareTo(one) > 0).map(one -> new Outlived(age, one)));
    }

    /** Of these answers and those of {@code other}. */
    public CacheAge and(CacheAge other) {
        return new CacheAge(
                largest.compareTo(other.largest) >= 0 ? largest : other.largest,
                outlived.map(one -> other.outlived.map(one::orLonger).orElse(one))
                        .or(() -> other.outlived));
    }
}
