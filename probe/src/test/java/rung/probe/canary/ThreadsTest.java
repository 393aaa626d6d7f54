package rung.probe.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rung.core.time.SystemTimeline;

/** In real time, as nothing else shows what threads do; every wait is for an event and ends with it. */
@Timeout(10)
class ThreadsTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final SystemTimeline timeline = SystemTimeline.start();
    private final Threads threads = new Threads(timeline);
    private final CountDownLatch never = new CountDownLatch(1);

    private interface Turn {
        void take() throws InterruptedException;
    }

    private record Loop(Instant due, Turn next) implements Task {
        @Override
        public void turn() throws InterruptedException {
            next.take();
        }
    }

    @Test
    void aLoopThatFailsStopsTheOthersAndSaysWhy() {
        Task failing = new Loop(timeline.now(), () -> {
            throw new IllegalArgumentException("the stage is broken");
        });
        Task waiting = new Loop(timeline.now().plus(LONG), () -> {});

        assertThatThrownBy(() ->
                        threads.run(List.of(waiting, failing), timeline.now().plus(LONG)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the probe stopped: the stage is broken")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anErrorIsAFailureToo() {
        Task failing = new Loop(timeline.now(), () -> {
            throw new OutOfMemoryError("heap");
        });

        assertThatThrownBy(() -> threads.run(List.of(failing), timeline.now().plus(LONG)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the probe stopped: heap");
    }

    @Test
    void stoppingInterruptsABlockingRead() throws Exception {
        AtomicInteger interrupted = new AtomicInteger();
        Task blocking = new Loop(timeline.now(), () -> {
            threads.stop();
            try {
                never.await();
            } finally {
                interrupted.incrementAndGet();
            }
        });

        threads.run(List.of(blocking), timeline.now().plus(LONG));

        assertThat(interrupted).hasValue(1);
    }

    @Test
    void aStageThatHangsDelaysNoOther() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        AtomicInteger turns = new AtomicInteger();
        Task hanging = new Loop(timeline.now(), () -> {
            hangs.countDown();
            never.await();
        });
        Task other = new Loop(timeline.now(), () -> {
            hangs.await();
            if (turns.incrementAndGet() == 100) {
                threads.stop();
            }
        });

        threads.run(List.of(hanging, other), timeline.now().plus(LONG));

        assertThat(turns).hasValueGreaterThanOrEqualTo(100);
    }

    @Test
    void aLoopThatIsAlwaysLateEndsAllTheSame() throws Exception {
        AtomicInteger turns = new AtomicInteger();
        Instant past = timeline.now();
        Task late = new Loop(past, () -> {
            if (turns.incrementAndGet() == 100) {
                threads.stop();
            }
        });

        threads.run(List.of(late), timeline.now().plus(LONG));

        int then = turns.get();
        assertThat(then).isGreaterThanOrEqualTo(100);
        assertThat(turns).hasValue(then);
    }

    @Test
    void anInterruptOfTheRunEndsItsLoops() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Task blocking = new Loop(timeline.now(), () -> {
            began.countDown();
            try {
                never.await();
            } finally {
                ended.countDown();
            }
        });
        Thread runner = new Thread(() -> assertThatThrownBy(
                        () -> threads.run(List.of(blocking), timeline.now().plus(LONG)))
                .isInstanceOf(InterruptedException.class));
        runner.start();
        began.await();

        runner.interrupt();

        ended.await();
        runner.join();
    }

    @Test
    void aLoopWithoutFurtherTurnsLetsTheOthersGoOn() throws Exception {
        AtomicInteger turns = new AtomicInteger();
        Task done = new Loop(Instant.MAX, () -> {});
        Task busy = new Loop(timeline.now(), () -> {
            if (turns.incrementAndGet() == 3) {
                threads.stop();
            }
        });

        threads.run(List.of(done, busy), timeline.now().plus(LONG));

        assertThat(turns.get()).isGreaterThanOrEqualTo(3);
    }
}
