package rung.probe.stage;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import rung.core.time.Timeline;

/** Time that passes where a test says that it does, on whatever thread: what something takes is then known exactly. */
public final class SteppedTimeline implements Timeline {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));

    /** Lets time pass. */
    public void step(Duration span) {
        now.updateAndGet(before -> before.plus(span));
    }

    @Override
    public Instant now() {
        return now.get();
    }

    @Override
    public Instant wall() {
        return now();
    }

    @Override
    public void sleepUntil(Instant deadline) {
        now.updateAndGet(before -> before.isAfter(deadline) ? before : deadline);
    }
}
