package rung.probe.canary;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.time.Nanos;

/** A sale that is watched. There may be a million of them: times are {@link Nanos}, and small numbers are bytes. */
final class WatchedSale {
    /** No moment: what did not happen yet. */
    static final long NEVER = Long.MIN_VALUE;

    /** A return that is on its way. Its times are {@link Nanos}. */
    static final class Comeback {
        final long intended;
        long showingSince = NEVER;
        boolean settled;

        Comeback(long intended) {
            this.intended = intended;
        }
    }

    final Injection sale;
    final long handed;
    final byte quantityBit;

    @Nullable
    WatchedSale larger;

    @Nullable
    Comeback comeback;

    Cycle cycle = Cycle.unknown();
    long lastMissing;
    long showingSince = NEVER;
    boolean settled;
    byte edgesPassed;
    private byte told;

    WatchedSale(Injection sale, Instant handed) {
        this.sale = sale;
        this.handed = Nanos.of(handed);
        this.quantityBit = (byte) Integer.numberOfTrailingZeros(sale.quantity());
        this.lastMissing = Nanos.of(sale.intended());
    }

    boolean isWaiting() {
        return !settled || (comeback != null && !comeback.settled);
    }

    void showsNothing() {
        showingSince = NEVER;
        if (comeback != null) {
            comeback.showingSince = NEVER;
        }
    }

    /** Whether it is news, and no more from now on, that {@code kind} befell the sale. */
    boolean tells(Fact.Anomaly.Kind kind) {
        int bit =
                switch (kind) {
                    case DUPLICATE -> 1;
                    case REGRESSION -> 2;
                    case WRONG_COUNT -> 4;
                };
        boolean isNews = (told & bit) == 0;
        told |= (byte) bit;
        return isNews;
    }
}
