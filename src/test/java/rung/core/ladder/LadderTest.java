package rung.core.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.evidence.Rule;

class LadderTest {
    static final Ladder LADDER = new Ladder(
            List.of(tier(4, 0, 5), tier(3, 30, 300), tier(2, 300, 1_800), tier(1, 14_400, 86_400)),
            new Rule(0.95, 0.95));

    @ParameterizedTest(name = "{0} s")
    @CsvSource({
        "0, 4, WITHIN, 0",
        "4.9, 4, WITHIN, 0",
        "5, 4, WITHIN, 0",
        "5.1, 3, FASTER_THAN_BAND, 0.1",
        "29, 3, FASTER_THAN_BAND, 24",
        "30, 3, WITHIN, 0",
        "31, 3, WITHIN, 0",
        "299, 3, WITHIN, 0",
        "300, 3, WITHIN, 0",
        "301, 2, WITHIN, 0",
        "1799, 2, WITHIN, 0",
        "1801, 1, FASTER_THAN_BAND, 1",
        "2820, 1, FASTER_THAN_BAND, 1020",
        "14399, 1, FASTER_THAN_BAND, 12599",
        "14400, 1, WITHIN, 0",
        "86400, 1, WITHIN, 0",
        "108000, 0, OFF_THE_LADDER, 21600"
    })
    void eachStalenessHasItsPlaceWithItsDistanceFromTheFasterTier(
            double seconds, int tier, Place.Position position, double distance) {
        Place place = LADDER.place(seconds(seconds));

        assertThat(place).isEqualTo(new Place(tier, position, seconds(distance)));
    }

    @Test
    void fortySevenMinutesAreTierOneAndSlowerThanTierTwoBySeventeen() {
        Place place = LADDER.place(Duration.ofMinutes(47));

        assertThat(place.tier()).isEqualTo(1);
        assertThat(place.distance()).isEqualTo(Duration.ofMinutes(17));
    }

    @Test
    void itsEdgesAreThoseOfItsTiers() {
        assertThat(LADDER.edges()).containsExactly(seconds(5), seconds(300), seconds(1_800), seconds(86_400));
        assertThat(LADDER.tier(3).orElseThrow().edge()).isEqualTo(seconds(300));
        assertThat(LADDER.tier(5)).isEmpty();
    }

    @Test
    void tiersOutOfOrderOrTwiceAreRefused() {
        Rule rule = LADDER.rule();

        assertThatThrownBy(() -> new Ladder(List.of(), rule)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ladder(List.of(tier(3, 30, 300), tier(4, 0, 5)), rule))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ladder(List.of(tier(3, 0, 5), tier(4, 30, 300)), rule))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ladder(List.of(tier(4, 0, 5), tier(3, 0, 5)), rule))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ladder(List.of(tier(4, 0, 5), tier(4, 30, 300)), rule))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTierBelowTheLadderOrWithAnEmptyBandIsRefused() {
        assertThatThrownBy(() -> tier(0, 0, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tier(1, 5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tier(1, -1, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Tier tier(int number, long from, long edge) {
        return new Tier(number, "tier " + number, Duration.ofSeconds(from), Duration.ofSeconds(edge), "", "", "");
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }
}
