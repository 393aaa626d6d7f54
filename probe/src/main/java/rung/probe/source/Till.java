package rung.probe.source;

import java.io.IOException;
import java.util.function.Consumer;
import rung.core.measure.Injection;

/**
 * The adapter behind a {@link Source}: sends whatever it is given. Only a source, which guards the keys, calls one; the
 * adapters to real systems cannot be had without it.
 */
public interface Till extends AutoCloseable {
    /**
     * Looks whether transactions can enter, without sending one.
     *
     * @throws IOException with cause and cure, when they cannot
     */
    void check() throws IOException, InterruptedException;

    /**
     * Hands a transaction to the client and returns; never retries on its own account.
     *
     * @param done told once what became of it, on any thread
     */
    void send(Injection injection, Consumer<Delivery> done);

    /** Waits for what is on its way, within the client's own timeout, and releases connections; never throws. */
    @Override
    void close();
}
