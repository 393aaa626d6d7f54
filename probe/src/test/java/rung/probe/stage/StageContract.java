package rung.probe.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;

/** What the probe relies on, of every stage: the fake's and the real adapters' tests extend this. */
public abstract class StageContract {
    protected static final StockKey JACKET = new StockKey("9901", "RUNG-0001");
    protected static final StockKey SHOES = new StockKey("9901", "RUNG-0002");
    protected static final StockKey SHOES_ELSEWHERE = new StockKey("9902", "RUNG-0002");

    private static final int SIDE_BY_SIDE = 4;

    protected final Timeline timeline = SystemTimeline.start();
    private final List<Stage> opened = new ArrayList<>();

    /** A new stage over the world of this test. */
    protected abstract Stage open() throws Exception;

    /** Makes the world show these counts and no others; what was shown before and is not among them is gone. */
    protected abstract void show(Map<StockKey, Long> counts) throws Exception;

    /** What may stand where a count should stand. */
    protected enum Written {
        /** The whole number 12, written as a text. */
        TEXT,
        NULL,
        /** 12.5. */
        FRACTION,
        /** A word. */
        WORD
    }

    /**
     * Makes the world show this for {@code key}; other keys keep their counts.
     *
     * @return false where the world is such that it cannot stand there
     */
    protected abstract boolean write(StockKey key, Written form) throws Exception;

    /** Whether a key that was shown can be gone later. */
    protected boolean keysCanGo() {
        return true;
    }

    /** Makes the world unreachable. */
    protected abstract void cut() throws Exception;

    /** Makes the world take what it is asked and answer nothing, until it is restored. */
    protected abstract void stall() throws Exception;

    /** Makes the world break off each answer after its first bytes, until it is restored. */
    protected abstract void tear() throws Exception;

    /**
     * A new stage that is told the secret {@code hushhush}, over a world that refuses it; empty where nobody is refused.
     */
    protected Optional<Stage> openDenied() throws Exception {
        return Optional.empty();
    }

    /** Makes the world reachable again. */
    protected abstract void restore() throws Exception;

    /** How a message names the place that cannot be reached. */
    protected abstract String address();

    protected final Stage stage() throws Exception {
        Stage stage = open();
        opened.add(stage);
        return stage;
    }

    @AfterEach
    final void closeStages() {
        opened.forEach(Stage::close);
    }

    @Test
    void showsAChangeOfACount() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 1000L));
        Look before = Look.at(stage, Set.of(JACKET));

        show(Map.of(JACKET, 936L));

        assertThat(before.counts()).isEqualTo(Map.of(JACKET, 1000L));
        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 936L));
    }

    @Test
    void showsACountAgainThatDidNotChange() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 1000L));

        Look.at(stage, Set.of(JACKET));

        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 1000L));
    }

    @Test
    void readsSeveralKeysInOneLook() throws Exception {
        show(Map.of(JACKET, 1L, SHOES, 2L, SHOES_ELSEWHERE, 3L));

        Look look = Look.at(stage(), Set.of(JACKET, SHOES, SHOES_ELSEWHERE));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 1L, SHOES, 2L, SHOES_ELSEWHERE, 3L));
        assertThat(look.gaps()).isEmpty();
    }

    @Test
    void readsThousandsOfKeysInOneLook() throws Exception {
        Map<StockKey, Long> counts = IntStream.range(0, 3000)
                .boxed()
                .collect(Collectors.toMap(i -> new StockKey("99" + i % 20, "RUNG-" + i / 20), i -> 1000L + i));
        show(counts);

        assertThat(Look.at(stage(), counts.keySet()).counts()).isEqualTo(counts);
    }

    @Test
    void readsOnlyTheKeysThatAreAskedFor() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 1L, SHOES, 2L));
        Look.at(stage, Set.of(JACKET, SHOES));

        show(Map.of(JACKET, 1L, SHOES, 3L));

        assertThat(Look.at(stage, Set.of(JACKET)).spokenOf()).containsExactly(JACKET);
    }

    @Test
    void tellsAKeyThatIsAbsentFromAKeyOfNone() throws Exception {
        show(Map.of(JACKET, 0L));

        Look look = Look.at(stage(), Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEqualTo(Map.of(JACKET, 0L));
        assertThat(look.absent()).containsExactly(SHOES);
    }

    @Test
    void showsNegativeCounts() throws Exception {
        show(Map.of(JACKET, -3L));

        assertThat(Look.at(stage(), Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, -3L));
    }

    @Test
    void noticesThatAKeyCameAndWent() throws Exception {
        assumeTrue(keysCanGo(), "a key that was shown cannot be gone there");
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Look.at(stage, Set.of(JACKET, SHOES));

        show(Map.of(SHOES, 7L));
        Look look = Look.at(stage, Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEqualTo(Map.of(SHOES, 7L));
        assertThat(look.absent()).containsExactly(JACKET);
    }

    @ParameterizedTest
    @EnumSource(
            value = Written.class,
            names = {"NULL", "FRACTION", "WORD"})
    void leavesAGapForACountThatIsNoWholeNumber(Written form) throws Exception {
        show(Map.of(JACKET, 5L, SHOES, 6L));
        assumeTrue(write(JACKET, form), () -> "a count cannot be written so there: " + form);

        Look look = Look.at(stage(), Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEqualTo(Map.of(SHOES, 6L));
        assertThat(look.gaps()).containsOnlyKeys(JACKET);
        assertThat(look.gaps().get(JACKET)).contains("right?");
        assertThat(look.faults()).containsExactly(Fault.NOT_A_COUNT);
    }

    @Test
    void readsAWholeNumberThatIsWrittenAsAText() throws Exception {
        show(Map.of(JACKET, 5L, SHOES, 6L));
        assumeTrue(write(JACKET, Written.TEXT), "a count cannot be written as a text there");

        assertThat(Look.at(stage(), Set.of(JACKET, SHOES)).counts()).isEqualTo(Map.of(JACKET, 12L, SHOES, 6L));
    }

    @Test
    void leavesAGapThatNamesTheAddressAndACureWhenItCannotBeReached() throws Exception {
        show(Map.of(JACKET, 5L));
        cut();

        Look look = Look.at(stage(), Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEmpty();
        assertThat(look.absent()).isEmpty();
        assertThat(look.gaps()).containsOnlyKeys(JACKET, SHOES);
        assertThat(look.gaps().get(JACKET)).contains(address()).contains("right?");
        assertThat(look.faults()).containsExactly(Fault.UNREACHABLE);
    }

    @Test
    void leavesAGapWhenNoAnswerComesWithinItsTimeout() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Look.at(stage, Set.of(JACKET));
        stall();

        Look look = Look.at(stage, Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEmpty();
        assertThat(look.absent()).isEmpty();
        assertThat(look.gaps()).containsOnlyKeys(JACKET, SHOES);
        assertThat(look.gaps().get(JACKET)).contains("?");
        assertThat(look.faults()).containsExactly(Fault.TIMEOUT);
        restore();
        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 5L));
    }

    @Test
    void leavesAGapWhenTheAnswerBreaksOff() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Look.at(stage, Set.of(JACKET));
        show(Map.of(JACKET, 4L));
        tear();

        Look look = Look.at(stage, Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEmpty();
        assertThat(look.absent()).isEmpty();
        assertThat(look.gaps()).containsOnlyKeys(JACKET, SHOES);
        assertThat(look.faults()).isSubsetOf(Fault.UNREACHABLE, Fault.MALFORMED);
        restore();
        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 4L));
    }

    @Test
    void leavesAGapThatKeepsTheSecretWhenAccessIsRefused() throws Exception {
        show(Map.of(JACKET, 5L));
        Optional<Stage> denied = openDenied();
        assumeTrue(denied.isPresent(), "nobody is refused there");

        Look look;
        try (Stage stage = denied.get()) {
            look = Look.at(stage, Set.of(JACKET, SHOES));
        }

        assertThat(look.counts()).isEmpty();
        assertThat(look.gaps()).containsOnlyKeys(JACKET, SHOES);
        assertThat(look.faults()).containsExactly(Fault.DENIED);
        assertThat(look.gaps().get(JACKET)).contains("right?").doesNotContain("hushhush");
    }

    @Test
    void severalStagesReadTheSamePlaceSideBySide() throws Exception {
        Map<StockKey, Long> counts = Map.of(JACKET, 1L, SHOES, 2L, SHOES_ELSEWHERE, 3L);
        show(counts);
        ExecutorService readers = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            List<Callable<Set<Map<StockKey, Long>>>> looks = new ArrayList<>();
            for (int i = 0; i < SIDE_BY_SIDE; i++) {
                Stage stage = stage();
                looks.add(() -> {
                    Set<Map<StockKey, Long>> seen = new HashSet<>();
                    for (int look = 0; look < 10; look++) {
                        seen.add(Look.at(stage, counts.keySet()).counts());
                    }
                    return seen;
                });
            }
            for (Future<Set<Map<StockKey, Long>>> seen : readers.invokeAll(looks)) {
                assertThat(seen.get()).containsExactly(counts);
            }
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    void aLookThatIsInterruptedEnds() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Look.at(stage, Set.of(JACKET));
        stall();
        Thread reader = new Thread(() -> {
            try {
                stage.read(Set.of(JACKET));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        reader.start();

        reader.interrupt();
        reader.join(Duration.ofSeconds(60).toMillis());

        assertThat(reader.isAlive()).isFalse();
    }

    @Test
    void keepsNoThreadOfItsOwnAliveOnceItIsClosed() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Set<Thread> shown = Thread.getAllStackTraces().keySet();
        Look.at(stage, Set.of(JACKET));

        stage.close();

        await().pollInSameThread().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread) && !shown.contains(thread))
                        .filter(thread -> thread.isAlive() && !thread.isDaemon()))
                .isEmpty());
    }

    @Test
    void neverPassesAnOldCountOffAsNewWhenItIsCutOff() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Look.at(stage, Set.of(JACKET));

        cut();

        assertThat(Look.at(stage, Set.of(JACKET)).gaps()).containsOnlyKeys(JACKET);
    }

    @Test
    void readsAgainOnceItCanBeReachedAgain() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Look.at(stage, Set.of(JACKET));
        cut();
        Look.at(stage, Set.of(JACKET));

        restore();
        show(Map.of(JACKET, 4L));

        assertThat(Look.at(stage, Set.of(JACKET)).counts()).isEqualTo(Map.of(JACKET, 4L));
    }

    @Test
    void everyReadingLiesWithinItsLook() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Instant before = timeline.now();

        Look look = Look.at(stage, Set.of(JACKET, SHOES));

        Instant after = timeline.now();
        assertThat(look.readings()).isNotEmpty().allSatisfy(reading -> {
            assertThat(reading.askedAt()).isBetween(before, reading.answeredAt());
            assertThat(reading.answeredAt()).isBetween(reading.askedAt(), after);
        });
    }

    @Test
    void eachKeyIsInOneOfTheReadingsOfALookWhenNothingChanges() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Look.at(stage, Set.of(JACKET));

        List<Reading> readings = stage.read(Set.of(JACKET, SHOES));

        assertThat(readings.stream().flatMap(reading -> Look.keys(reading).stream()))
                .containsExactlyInAnyOrder(JACKET, SHOES);
    }

    @Test
    void mayBeClosedTwice() throws Exception {
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Look.at(stage, Set.of(JACKET));

        stage.close();
        stage.close();
    }
}
