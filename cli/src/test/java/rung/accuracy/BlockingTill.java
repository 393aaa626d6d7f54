package rung.accuracy;

import java.util.function.Consumer;
import rung.core.measure.Injection;
import rung.probe.source.Delivery;
import rung.probe.source.Till;

/**
 * A till whose client blocks when it should only take a sale, so that the sales after it slip.
 *
 * @param till that the sales go on to
 * @param blocks before each of them
 */
record BlockingTill(Till till, Runnable blocks) implements Till {
    @Override
    public void check() {}

    @Override
    public void send(Injection injection, Consumer<Delivery> done) {
        if (injection.kind() == Injection.Kind.SALE) {
            blocks.run();
        }
        till.send(injection, done);
    }

    @Override
    public void close() {}
}
