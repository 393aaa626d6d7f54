package rung.core.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.config.ConfigException;
import rung.core.evidence.Rule;

class LadderFileTest {
    private static final String GOOD = """
            rule: {share: 95%, confidence: 0.9}
            tiers:
              - {tier: 2, name: hot, from: 0s, edge: 5s, use: sales, architecture: a view, shape: "*"}
              - {tier: 1, name: cold, from: 5s, edge: 1h, use: books, architecture: a batch}
            """;

    @TempDir
    private Path folder;

    @Test
    void theLadderThatShipsHasTheFourEdgesOfTheMethod() {
        Ladder ladder = LadderFile.standard();

        assertThat(ladder.tiers().stream().map(Tier::number)).containsExactly(4, 3, 2, 1);
        assertThat(ladder.edges())
                .containsExactly(
                        Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(24));
        assertThat(ladder.rule()).isEqualTo(new Rule(0.95, 0.95));
    }

    @Test
    void aLadderOfOnesOwnIsReadWhole() throws Exception {
        Ladder ladder = read(GOOD);

        assertThat(ladder.rule()).isEqualTo(new Rule(0.95, 0.9));
        assertThat(ladder.tiers())
                .containsExactly(
                        new Tier(2, "hot", Duration.ZERO, Duration.ofSeconds(5), "sales", "a view", "*"),
                        new Tier(1, "cold", Duration.ofSeconds(5), Duration.ofHours(1), "books", "a batch", ""));
    }

    @Test
    void aBandThatBeginsAtItsEdgeIsRefused() {
        assertProblem(
                GOOD.replace("from: 5s, edge: 1h", "from: 1h, edge: 1h"),
                "tiers[1].from (line 4): the band begins at 1 h, not before its edge of 1 h;"
                        + " write a smaller from or a larger edge");
    }

    @Test
    void aTierWithTheEdgeOfTheFasterOneIsRefused() {
        assertProblem(
                GOOD.replace("from: 5s, edge: 1h", "from: 1s, edge: 5s"),
                "tiers[1] (line 4): tier 1 (edge 5 s) follows tier 2 (edge 5 s);"
                        + " list tiers fastest first, with falling numbers and rising edges");
    }

    @Test
    void aTierWithTheNumberOfTheFasterOneIsRefused() {
        assertProblem(
                GOOD.replace("tier: 1", "tier: 2"),
                "tiers[1] (line 4): tier 2 (edge 1 h) follows tier 2 (edge 5 s);"
                        + " list tiers fastest first, with falling numbers and rising edges");
    }

    @Test
    void aBrokenTierIsToldOnceAndTheOthersAreStillChecked() {
        assertThatThrownBy(
                        () -> read(GOOD.replace("edge: 5s", "edge: soon").replace("confidence: 0.9", "confidence: 9")))
                .isInstanceOf(ConfigException.class)
                .satisfies(e -> assertThat(((ConfigException) e).problems()).hasSize(2))
                .hasMessageContaining("rule.confidence (line 1)")
                .hasMessageContaining("tiers[0].edge (line 3)");
    }

    @Test
    void aMistypedKeyIsRefused() {
        assertProblem(GOOD + "tires: 1\n", "tires (line 5): no such key; remove it (known: rule, tiers)");
    }

    private void assertProblem(String yaml, String problem) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(ConfigException.class).satisfies(e -> assertThat(
                        ((ConfigException) e).problems().stream().map(Object::toString))
                .isEqualTo(List.of(problem)));
    }

    private Ladder read(String yaml) throws IOException, ConfigException {
        return LadderFile.read(Files.writeString(folder.resolve("tiers.yaml"), yaml), Map.of());
    }
}
