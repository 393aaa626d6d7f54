package rung.probe.source;

import java.io.IOException;
import java.util.function.Consumer;
import rung.core.measure.Injection;

/**
 * Where a pipeline's transactions enter, and the one place that guards stock: nothing of Rung's reaches a till but
 * through here, and only for reserved keys.
 */
public final class Source implements AutoCloseable {
    private final Till till;
    private final ReservedKeys reserved;

    public Source(Till till, ReservedKeys reserved) {
        this.till = till;
        this.reserved = reserved;
    }

    /** The keys that may be touched. */
    public ReservedKeys reserved() {
        return reserved;
    }

    /**
     * Looks whether transactions can enter, without sending one.
     *
     * @throws IOException with cause and cure, when they cannot
     */
    public void check() throws IOException, InterruptedException {
        till.check();
    }

    /**
     * Hands a transaction to the client and returns.
     *
     * @param done told once what became of it, on any thread
     * @throws IllegalArgumentException when its key is not reserved; nothing is sent then
     */
    public void send(Injection injection, Consumer<Delivery> done) {
        if (!reserved.contains(injection.key())) {
            throw new IllegalArgumentException("key " + injection.key() + " is not reserved for " + injection.pipeline()
                    + "; Rung touches no key that its configuration does not reserve");
        }
        till.send(injection, done);
    }

    @Override
    public void close() {
        till.close();
    }
}
