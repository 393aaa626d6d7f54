package rung.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Fact;

class FactQueueTest {
    /** A fact that the log refuses, for the run has no such pipeline. */
    private static final Fact FOREIGN = new Fact.Ended("nobody", Logs.NOON);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("facts.db");
    }

    @Test
    void factsReachTheLogInTheirOrderAndNoneIsLostAtTheClose() throws Exception {
        FactQueue queue = start(1 << 20);

        LongStream.range(0, 20_000).forEach(slot -> queue.append(anomaly(slot)));
        queue.close();

        List<String> slots = Logs.rows(file, "select slot from anomaly order by rowid");
        assertThat(slots)
                .containsExactlyElementsOf(
                        LongStream.range(0, 20_000).mapToObj(Long::toString).toList());
    }

    @Test
    void aFailureOfTheLogIsToldByTheNextAppend() throws Exception {
        FactQueue queue = start(10);
        queue.append(FOREIGN);

        await().untilAsserted(() -> assertThatThrownBy(() -> queue.append(Logs.handed(1, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the run has no pipeline nobody"));

        assertThatCode(queue::close).doesNotThrowAnyException();
    }

    @Test
    void aFailureThatNobodyWasToldOfIsToldByTheClose() throws Exception {
        FactQueue queue = start(10);
        queue.append(Logs.handed(0, 0));
        queue.append(FOREIGN);

        assertThatThrownBy(queue::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the run has no pipeline nobody");
        assertThat(Logs.rows(file, "select slot from injection")).containsExactly("0");
    }

    @Test
    void aSecondCloseDoesNothing() throws Exception {
        FactQueue queue = start(10);
        queue.append(Logs.handed(0, 0));

        queue.close();
        queue.close();

        assertThat(Logs.rows(file, "select slot from injection")).containsExactly("0");
    }

    @Test
    void whatComesAfterTheCloseIsRefusedAndNeverLostInSilence() throws Exception {
        FactQueue queue = start(10);
        queue.close();

        assertThatThrownBy(() -> queue.append(Logs.handed(0, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the log has been closed, and takes no more facts");
        assertThatThrownBy(queue::flush).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFullQueueFailsAndClosingItStillKeepsWhatItTook() throws Exception {
        MeasurementLog log = MeasurementLog.begin(file, Logs.RUN);
        FactQueue queue;
        int taken = 0;
        synchronized (log) {
            queue = FactQueue.start(log, 3);
            for (boolean full = false; !full; ) {
                try {
                    queue.append(Logs.handed(taken, 0));
                    taken++;
                } catch (IllegalStateException e) {
                    assertThat(e)
                            .hasMessage("the log is 3 facts behind; the disk is too slow for this rate of injections");
                    full = true;
                }
            }
        }
        queue.close();

        assertThat(taken).isBetween(3, 4);
        assertThat(Logs.rows(file, "select count(*) from injection")).containsExactly(Integer.toString(taken));
    }

    @Test
    void aLogWhoseTableIsGoneFailsLoudly() throws Exception {
        FactQueue queue = start(10);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("drop table injection");
        }
        queue.append(Logs.handed(0, 0));

        assertThatThrownBy(queue::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("facts.db");
    }

    @Test
    void anInterruptWhileClosingIsKeptAndLosesNothing() throws Exception {
        FactQueue queue = start(1 << 20);
        LongStream.range(0, 5_000).forEach(slot -> queue.append(Logs.handed(slot, 0)));
        Thread.currentThread().interrupt();

        queue.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(Logs.rows(file, "select count(*) from injection")).containsExactly("5000");
    }

    private static Fact anomaly(long slot) {
        return new Fact.Anomaly("sales", "api", slot, Fact.Anomaly.Kind.DUPLICATE, Logs.NOON, "twice");
    }

    private FactQueue start(int most) throws Exception {
        return FactQueue.start(MeasurementLog.begin(file, Logs.RUN), most);
    }
}
