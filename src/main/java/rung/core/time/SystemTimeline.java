package rung.core.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The machine's monotonic clock, labelled with its wall clock at the moment of {@link #start}. */
public final class SystemTimeline implements Timeline {
    private final Instant origin;
    private final long originNanos;

    private SystemTimeline(Instant origin, long originNanos) {
        this.origin = origin;
        this.originNanos = originNanos;
    }

    /** Starts a timeline whose label agrees with the wall clock now. */
    public static SystemTimeline start() {
        return new SystemTimeline(Instant.now(), System.nanoTime());
    }

    @Override
    public Instant now() {
        return origin.plusNanos(System.nanoTime() - originNanos);
    }

    @Override
    public Instant wall() {
        return Instant.now();
    }

    @Override
    public void sleepUntil(Instant deadline) throws InterruptedException {
        for (Duration left = Duration.between(now(), deadline);
                left.compareTo(Duration.ZERO) > 0;
                left = Duration.between(now(), deadline)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(this, left.compareTo(Duration.ofDays(1)) > 0 ? 86_400_000_000_000L : left.toNanos());
        }
    }
}
