package rung.probe.source.kafka;

import java.io.IOException;

/** Turns filled templates into the values of messages. */
@FunctionalInterface
interface ValueEncoder {
    /**
     * The value for {@code json}.
     *
     * @throws IOException with cause and cure, when what it takes cannot be had from elsewhere
     */
    byte[] encode(String json) throws IOException, InterruptedException;

    /**
     * Looks whether what it takes can be had, and changes nothing.
     *
     * @throws IOException with cause and cure, when it cannot
     */
    default void check() throws IOException, InterruptedException {}
}
