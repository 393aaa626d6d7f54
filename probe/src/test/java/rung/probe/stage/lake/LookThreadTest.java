package rung.probe.stage.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookThreadTest {
    private final LookThread thread = new LookThread(Duration.ofMillis(50));
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> unheard = new CopyOnWriteArrayList<>();

    /** Reads like a file system that hangs: no interrupt reaches it. */
    private final Callable<String> hangs = () -> {
        while (true) {
            try {
                end.await();
                return "late";
            } catch (InterruptedException e) {
                // goes on
            }
        }
    };

    @AfterEach
    void letGo() {
        end.countDown();
        thread.close();
    }

    @Test
    void givesWhatALookGives() throws Exception {
        LookThread patient = new LookThread(Duration.ofMinutes(1));

        assertThat(patient.run(() -> "seen", unheard::add)).isEqualTo("seen");
        Callable<String> torn = () -> {
            throw new IOException("torn");
        };
        assertThatThrownBy(() -> patient.run(torn, unheard::add))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("torn");
        assertThat(unheard).isEmpty();
        patient.close();
    }

    @Test
    void leavesALookBehindThatOverruns() {
        assertThatThrownBy(() -> thread.run(hangs, unheard::add)).isInstanceOf(TimeoutException.class);

        end.countDown();

        await().until(() -> unheard.equals(List.of("late")));
    }

    @Test
    void beginsNoMoreWhileFourLieBehind() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> thread.run(hangs, unheard::add)).isInstanceOf(TimeoutException.class);
        }
        assertThatThrownBy(() -> thread.run(() -> "never", unheard::add))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("4 earlier looks have not come back yet");

        end.countDown();

        await().until(() -> unheard.size() == 4);
        await().ignoreExceptions()
                .until(() -> thread.run(() -> "again", unheard::add).equals("again"));
    }
}
