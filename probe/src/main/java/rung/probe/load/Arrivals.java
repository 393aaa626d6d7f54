package rung.probe.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The planned sales of a curve: a Poisson process whose rate is the curve's, to the nanosecond. The same seed gives the
 * same sales, and nothing that happens moves one of them. Takes the same memory however many there are.
 */
public final class Arrivals implements Iterator<Arrival> {
    private static final double NANOS_A_SECOND = 1e9;

    private final Iterator<LoadCurve.Stretch> stretches;
    private final SplittableRandom random;
    private double perSecond;
    private Instant reached;
    private Instant stretchEnds;
    private long number;
    private Optional<Arrival> next;

    /**
     * Plans {@code curve} from {@code start} on.
     *
     * @param random drawn from as the sales are asked for; nobody else may draw from it
     */
    public Arrivals(LoadCurve curve, Instant start, SplittableRandom random) {
        this.stretches = curve.stretches().iterator();
        this.random = random;
        this.reached = start;
        this.stretchEnds = start;
        this.next = draw();
    }

    @Override
    public boolean hasNext() {
        return next.isPresent();
    }

    @Override
    public Arrival next() {
        Arrival arrival = next.orElseThrow(() -> new NoSuchElementException("the curve has ended"));
        next = draw();
        return arrival;
    }

    /** An exponential wait has no memory, so one that outlasts its stretch is drawn anew in the next. */
    private Optional<Arrival> draw() {
        double nanos = gapNanos();
        while (!(nanos < Duration.between(reached, stretchEnds).toNanos())) {
            if (!stretches.hasNext()) {
                return Optional.empty();
            }
            LoadCurve.Stretch stretch = stretches.next();
            reached = stretchEnds;
            stretchEnds = reached.plus(stretch.length());
            perSecond = stretch.perSecond();
            nanos = gapNanos();
        }
        reached = reached.plusNanos((long) nanos);
        return Optional.of(new Arrival(number++, reached));
    }

    /** Nanoseconds to the next sale at the present rate; infinite when there is none to come. */
    private double gapNanos() {
        return perSecond == 0
                ? Double.POSITIVE_INFINITY
                : -Math.log1p(-random.nextDouble()) / perSecond * NANOS_A_SECOND;
    }
}
