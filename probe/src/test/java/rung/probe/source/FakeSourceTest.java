package rung.probe.source;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import rung.core.measure.Injection;
import rung.core.time.Timeline;

/** The contract can be kept: a front door in memory, behind an outbox, keeps it. */
@Timeout(120)
class FakeSourceTest extends SourceContract {
    private enum World {
        WHOLE,
        CUT,
        STALLED,
        TORN
    }

    private final List<Entered> entered = new CopyOnWriteArrayList<>();
    private volatile World world = World.WHOLE;

    private enum Fault {
        NONE,
        NOWHERE,
        MISPLACED,
        UNINVITED
    }

    private final class Memory implements Outbox.Carrier {
        private final Timeline clock;
        private final Fault fault;
        private volatile CountDownLatch abandoned = new CountDownLatch(1);

        private Memory(Timeline clock, Fault fault) {
            this.clock = clock;
            this.fault = fault;
        }

        private Optional<String> wrong() {
            return switch (fault) {
                case NOWHERE -> Optional.of("cannot reach nowhere; is the test right?");
                case MISPLACED -> Optional.of("shelf 13 does not exist; write 12");
                case UNINVITED -> Optional.of("memory refuses to let Rung in; is the word right?");
                case NONE ->
                    world == World.CUT ? Optional.of("cannot reach memory; is the test right?") : Optional.empty();
            };
        }

        @Override
        public Delivery carry(Injection injection) throws InterruptedException {
            abandoned = new CountDownLatch(1);
            Optional<String> wrong = wrong();
            if (wrong.isPresent()) {
                return new Delivery.Refused(clock.now(), wrong.get());
            }
            entered.add(new Entered(
                    injection.id(),
                    injection.key().store(),
                    injection.key().sku(),
                    injection.delta(),
                    injection.intended()));
            if (world == World.STALLED) {
                abandoned.await();
            }
            return world == World.TORN
                    ? new Delivery.Refused(clock.now(), "memory broke off; is the test right?")
                    : new Delivery.Accepted(clock.now());
        }

        @Override
        public void abandon() {
            abandoned.countDown();
        }

        @Override
        public void close() {}
    }

    private final class FakeTill implements Till {
        private final Memory memory;
        private final Outbox outbox;

        private FakeTill(Memory memory, Duration timeout) {
            this.memory = memory;
            this.outbox = new Outbox(
                    timeline, "rung-fake-till", timeout, "memory did not answer; is it slow?", List.of(memory));
        }

        @Override
        public void check() throws IOException {
            Optional<String> wrong = memory.wrong();
            if (wrong.isPresent()) {
                throw new IOException(wrong.get());
            }
        }

        @Override
        public void send(Injection injection, Consumer<Delivery> done) {
            outbox.send(injection, done);
        }

        @Override
        public void close() {
            outbox.close();
        }
    }

    private final class FakeSettings implements SourceSettings {
        private final Duration timeout;
        private final Fault fault;

        private FakeSettings(Duration timeout, Fault fault) {
            this.timeout = timeout;
            this.fault = fault;
        }

        @Override
        public SourceTraits traits() {
            return new SourceTraits("it is in memory; this machine's clock", Optional.of("two of the same"));
        }

        @Override
        public Optional<Misfit> misfit(ReservedKeys reserved) {
            return Optional.empty();
        }

        @Override
        public Source open(Timeline clock, ReservedKeys reserved) {
            return new Source(new FakeTill(new Memory(clock, fault), timeout), reserved);
        }
    }

    @Override
    protected SourceSettings settings(Duration deliveryTimeout) {
        return new FakeSettings(deliveryTimeout, Fault.NONE);
    }

    @Override
    protected SourceSettings nowhere(Duration deliveryTimeout) {
        return new FakeSettings(deliveryTimeout, Fault.NOWHERE);
    }

    @Override
    protected SourceSettings misplaced() {
        return new FakeSettings(Duration.ofSeconds(10), Fault.MISPLACED);
    }

    @Override
    protected Optional<SourceSettings> uninvited() {
        return Optional.of(new FakeSettings(Duration.ofSeconds(10), Fault.UNINVITED));
    }

    @Override
    protected List<Entered> entered() {
        return List.copyOf(entered);
    }

    @Override
    protected void cut() {
        world = World.CUT;
    }

    @Override
    protected void stall() {
        world = World.STALLED;
    }

    @Override
    protected void tear() {
        world = World.TORN;
    }

    @Override
    protected void restore() {
        world = World.WHOLE;
    }

    @Override
    protected String address() {
        return "memory";
    }
}
