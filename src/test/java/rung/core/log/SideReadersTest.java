package rung.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rung.core.log.Logs.ALL;
import static rung.core.log.Logs.NOON;
import static rung.core.log.Logs.RUN;
import static rung.core.log.Logs.handed;
import static rung.core.log.Logs.seen;
import static rung.core.log.Logs.sql;
import static rung.core.log.Logs.ticked;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.measure.Fact;
import rung.core.measure.SlotOutcome;

/** Several threads read one log, and all see the same moment. */
class SideReadersTest {
    private static final List<Integer> ITEMS = IntStream.range(0, 40).boxed().toList();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void log() throws IOException {
        file = folder.resolve("facts.db");
        try (MeasurementLog log = MeasurementLog.begin(file, RUN)) {
            log.append(handed(0, 0));
            log.append(seen(0, 1, 2));
            log.append(ticked(5));
        }
    }

    private static List<SlotOutcome> slots(FactReader facts) {
        List<SlotOutcome> slots = new ArrayList<>();
        facts.slots("sales", "api", ALL, slots::add);
        return slots;
    }

    @Test
    void itemsAreReadByReadersOfTheirOwnAndComeInOrder() throws IOException {
        try (LogReader facts = LogReader.newest(file, 1)) {
            CountDownLatch both = new CountDownLatch(2);
            List<String> read = facts.each(List.of("a", "b", "c"), (reader, item) -> {
                both.countDown();
                assertThat(await(both)).as("two read at once").isTrue();
                return item + slots(reader).size() + (reader == facts ? " first" : " side");
            });

            assertThat(read).extracting(one -> one.substring(0, 2)).containsExactly("a5", "b5", "c5");
            assertThat(read.subList(0, 2))
                    .extracting(one -> one.substring(3))
                    .containsExactlyInAnyOrder("first", "side");
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsWrittenMeanwhileNobodySees() throws IOException, SQLException {
        try (LogReader facts = LogReader.newest(file, 2)) {
            Set<Instant> untils = facts.still(() -> {
                write(6);
                return new HashSet<>(facts.each(ITEMS, (reader, item) -> {
                    assertThat(reader.ticks(ALL)).hasSize(1);
                    return reader.until();
                }));
            });

            assertThat(untils).containsExactly(NOON.plusSeconds(300));
            assertThat(new HashSet<>(facts.each(ITEMS, (reader, item) -> reader.until())))
                    .containsExactly(NOON.plusSeconds(360));
        }
    }

    private void write(int minute) {
        try {
            sql(file, insert(minute));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String insert(long minute) {
        long at = NOON.plusSeconds(60 * minute).getEpochSecond() * 1_000_000_000L;
        return "insert into tick (run, at, wall) values (1, " + at + ", " + at + ")";
    }

    @Test
    void allSeeTheSameMomentWhileSomebodyWrites() throws Exception {
        AtomicBoolean ends = new AtomicBoolean();
        AtomicInteger minute = new AtomicInteger(10);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                statement.execute("pragma synchronous = off");
                while (!ends.get()) {
                    statement.execute(insert(minute.incrementAndGet()));
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        Set<Instant> seen = new HashSet<>();
        try (LogReader first = LogReader.newest(file);
                SideReaders sides = SideReaders.open(file, "r1", 1)) {
            for (int round = 0; round < 1000; round++) {
                sides.begin(first);
                if (sides.areTogether()) {
                    CountDownLatch both = new CountDownLatch(2);
                    List<Instant> untils = sides.each(first, List.of(1, 2), (reader, item) -> {
                        both.countDown();
                        assertThat(await(both)).isTrue();
                        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(300));
                        List<Fact.Ticked> ticks = reader.ticks(ALL);
                        return ticks.get(ticks.size() - 1).at();
                    });
                    assertThat(untils.get(0)).isEqualTo(untils.get(1)).isEqualTo(first.until());
                    seen.add(untils.get(0));
                }
                sides.end();
                first.end();
            }
            assertThat(seen).as("moments, while somebody wrote").hasSizeGreaterThan(10);
        } finally {
            ends.set(true);
            writer.join();
        }
    }

    @Test
    void whatFailsIsToldAndTheNextReadIsSound() throws IOException {
        try (LogReader facts = LogReader.newest(file, 1)) {
            AtomicInteger begun = new AtomicInteger();

            assertThatThrownBy(() -> facts.each(ITEMS, (reader, item) -> {
                        begun.incrementAndGet();
                        throw new IllegalArgumentException("no such stage");
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no such stage");

            assertThat(begun).hasValueLessThan(3);
            assertThat(facts.each(ITEMS, (reader, item) -> item)).isEqualTo(ITEMS);
        }
    }
}
