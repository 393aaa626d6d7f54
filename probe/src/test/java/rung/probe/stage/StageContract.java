package rung.probe.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;

/** What the probe relies on, of every stage: the fake's and the real adapters' tests extend this. */
public abstract class StageContract {
    protected static final StockKey JACKET = new StockKey("9901", "RUNG-0001");
    protected static final StockKey SHOES = new StockKey("9901", "RUNG-0002");
    protected static final StockKey SHOES_ELSEWHERE = new StockKey("9902", "RUNG-0002");

    protected final Timeline timeline = SystemTimeline.start();
    private final List<Stage> opened = new ArrayList<>();

    /** A new stage over the world of this test. */
    protected abstract Stage open() throws Exception;

    /** Makes the world show these counts and no others; what was shown before and is not among them is gone. */
    protected abstract void show(Map<StockKey, Long> counts) throws Exception;

    /** Makes the world show something for {@code key} that is not a whole number; other keys keep their counts. */
    protected abstract void showNonsense(StockKey key) throws Exception;

    /** Makes the world unreachable. */
    protected abstract void cut() throws Exception;

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
    void readsAThousandKeysInOneLook() throws Exception {
        Map<StockKey, Long> counts = IntStream.range(0, 1000)
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
        Stage stage = stage();
        show(Map.of(JACKET, 5L));
        Look.at(stage, Set.of(JACKET, SHOES));

        show(Map.of(SHOES, 7L));
        Look look = Look.at(stage, Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEqualTo(Map.of(SHOES, 7L));
        assertThat(look.absent()).containsExactly(JACKET);
    }

    @Test
    void leavesAGapForACountThatIsNoWholeNumber() throws Exception {
        show(Map.of(JACKET, 5L, SHOES, 6L));
        showNonsense(JACKET);

        Look look = Look.at(stage(), Set.of(JACKET, SHOES));

        assertThat(look.counts()).isEqualTo(Map.of(SHOES, 6L));
        assertThat(look.gaps()).containsOnlyKeys(JACKET);
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
