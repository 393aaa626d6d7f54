package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** A delay for each slot's sale, drawn once and for all: whoever asks, and in whatever order, is told the same. */
final class Draws implements Truth {
    private final List<Optional<Duration>> delays;

    private Draws(List<Optional<Duration>> delays) {
        this.delays = delays;
    }

    static Draws of(int slots, Supplier<Duration> delay) {
        return losing(slots, delay, 0, new SplittableRandom());
    }

    /** @param lost the chance of each sale never to be shown */
    static Draws losing(int slots, Supplier<Duration> delay, double lost, SplittableRandom random) {
        List<Optional<Duration>> drawn = new ArrayList<>();
        for (int i = 0; i < slots; i++) {
            Duration one = delay.get();
            drawn.add(random.nextDouble() < lost ? Optional.empty() : Optional.of(one));
        }
        return new Draws(drawn);
    }

    @Override
    public Optional<Instant> shown(long slot, Instant sale) {
        return delays.get(Math.toIntExact(slot)).map(sale::plus);
    }

    /** To the millisecond. */
    static double seconds(Duration delay) {
        return delay.toMillis() / 1e3;
    }
}
