package rung.probe.virtual;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import rung.core.measure.Injection;
import rung.core.time.VirtualTimeline;

/**
 * Reordering: collects a window of transactions and passes them on in a random order. What does not fill the window is
 * passed on when the oldest has waited long enough.
 */
public final class Shuffle implements Transit {
    private final VirtualTimeline timeline;
    private final int window;
    private final Duration patience;
    private final SplittableRandom random;
    private final Transit next;
    private List<Injection> filling = new ArrayList<>();

    /**
     * @param window how many transactions are shuffled together, at least 1
     * @param patience how long the first of a window waits at most
     */
    public Shuffle(VirtualTimeline timeline, int window, Duration patience, SplittableRandom random, Transit next) {
        if (window < 1) {
            throw new IllegalArgumentException("window is less than 1: " + window);
        }
        this.timeline = timeline;
        this.window = window;
        this.patience = patience;
        this.random = random;
        this.next = next;
    }

    @Override
    public void enter(Injection injection) {
        filling.add(injection);
        if (filling.size() == window) {
            release();
        } else if (filling.size() == 1) {
            List<Injection> mine = filling;
            timeline.after(patience, () -> {
                if (filling == mine) {
                    release();
                }
            });
        }
    }

    private void release() {
        List<Injection> released = filling;
        filling = new ArrayList<>();
        for (int i = released.size(); i > 1; i--) {
            int drawn = random.nextInt(i);
            next.enter(released.set(drawn, released.get(i - 1)));
        }
        next.enter(released.get(0));
    }
}
