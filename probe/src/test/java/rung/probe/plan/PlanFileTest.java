package rung.probe.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rung.core.config.ConfigException;
import rung.core.ladder.LadderFile;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;
import rung.probe.source.ReservedKeys;
import rung.probe.stage.StageTraits;

class PlanFileTest {
    private static final String SOURCE = "source: {kafka: {bootstrap: 'k:9092', topic: pos, value:"
            + " '{\"s\": \"{store}\", \"k\": \"{sku}\", \"d\": {delta}}'}}";

    /** One line per key, so that a test can name the line of a problem. */
    private static final String GOOD = """
            timezone: Asia/Kolkata
            peaks:
              evening: {daily: 18:00-22:00}
            pipelines:
              sales:
                promise: {tier: 3, at: api, in: [evening]}
                keys: {stores: ["9901"], skus: ["RUNG-{0001..0003}"]}
                %s
                stages:
                  - view: {redis: {uri: 'redis://r'}, poll: 1s}
                  - api: {http: {url: 'http://a/{store}/{sku}', count: /q}, poll: 5s, cache: 30s}
                canary: {every: 2s}
            """.formatted(SOURCE);

    @Test
    void readsAllThatAFileSays() throws Exception {
        PipelinePlan sales = read(GOOD).pipelines().get(0);

        assertThat(sales.id()).isEqualTo("sales");
        assertThat(sales.promise()).isEqualTo(new Promise(3, "api", List.of("evening")));
        assertThat(sales.keys())
                .isEqualTo(new ReservedKeys(List.of("9901"), List.of("RUNG-0001", "RUNG-0002", "RUNG-0003")));
        assertThat(sales.every()).isEqualTo(Duration.ofSeconds(2));
        assertThat(sales.stages().stream().map(StagePlan::setup))
                .containsExactly(
                        new StageSetup("view", Duration.ofSeconds(1), Duration.ofSeconds(3)),
                        new StageSetup("api", Duration.ofSeconds(5), Duration.ofSeconds(30)));
        assertThat(read(GOOD).peaks().named("evening")).isPresent();
    }

    @Test
    void whatAStageCannotProveIsPartOfItsSetup() throws Exception {
        String files = GOOD.replace(
                "view: {redis: {uri: 'redis://r'}",
                "view: {jdbc: {url: 'jdbc:x:y', sql: 'select s, k, q from p', commit-log: none}");

        assertThat(read(files).pipelines().get(0).stages().stream()
                        .map(stage -> stage.setup().caveat()))
                .containsExactly(Optional.of(StageTraits.NO_COMMIT_LOG), Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void whatTheFileLeavesOutFollowsFromThePromisedTier(String promise, Duration poll, Duration every)
            throws Exception {
        PipelinePlan sales = read(GOOD.replaceFirst("    promise: .*\n", promise)
                        .replace(", poll: 5s", "")
                        .replace(", poll: 1s", "")
                        .replaceFirst("    canary: .*\n", ""))
                .pipelines()
                .get(0);

        assertThat(sales.stages().get(0).setup().poll()).isEqualTo(poll);
        assertThat(sales.every()).isEqualTo(every);
        assertThat(sales.promise().stage()).as("the last stage").isEqualTo("api");
    }

    static Stream<Arguments> defaults() {
        return Stream.of(
                Arguments.of("    promise: {tier: 4}\n", Duration.ofMillis(250), Duration.ofSeconds(1)),
                Arguments.of("    promise: {tier: 3}\n", Duration.ofSeconds(15), Duration.ofSeconds(15)),
                Arguments.of("    promise: {tier: 2}\n", Duration.ofSeconds(90), Duration.ofSeconds(60)),
                Arguments.of("    promise: {tier: 1}\n", Duration.ofMinutes(20), Duration.ofSeconds(60)),
                Arguments.of("", Duration.ofSeconds(15), Duration.ofSeconds(15)));
    }

    @Test
    void withoutAPromiseNoPollIsTooCoarse() throws Exception {
        PipelinePlan sales = read(GOOD.replaceFirst("    promise: .*\n", "").replace("poll: 5s", "poll: 10m"))
                .pipelines()
                .get(0);

        assertThat(sales.promise()).isEqualTo(Promise.none("api"));
        assertThat(sales.stages().get(1).setup().poll()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void keysAreRangesOrNames() {
        assertThat(KeyRange.expand("RUNG-7")).contains(List.of("RUNG-7"));
        assertThat(KeyRange.expand("{8..11}")).contains(List.of("8", "9", "10", "11"));
        assertThat(KeyRange.expand("A-{098..100}-B")).contains(List.of("A-098-B", "A-099-B", "A-100-B"));
        for (String bad : List.of("{1..}", "{2..1}", "{1..2", "1..2}", "{a..b}", "{1..2}{3..4}", "{0..100000}", "{}")) {
            assertThat(KeyRange.expand(bad)).as(bad).isEqualTo(Optional.empty());
        }
    }

    @Test
    void howManyKeysARunWants() throws Exception {
        PipelinePlan sales = read(GOOD).pipelines().get(0);

        assertThat(sales.keysFor(Duration.ofHours(1))).isEqualTo(900);
        assertThat(sales.keysFor(Duration.ofSeconds(5))).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void oneBadFileOneExactMessage(String change, String to, String message) {
        assertThat(GOOD).contains(change);

        assertThatThrownBy(() -> read(GOOD.replace(change, to)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("pipelines.yaml: 1 problem\n  " + message);
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                Arguments.of(
                        "tier: 3",
                        "tier: 7",
                        "pipelines.sales.promise.tier (line 6): the ladder has no tier 7; it has 4 (sub-second inventory),"
                                + " 3 (operational real-time), 2 (near real-time), 1 (batch)"),
                Arguments.of(
                        "tier: 3",
                        "tier: gold",
                        "pipelines.sales.promise.tier (line 6): \"gold\" is not a whole number; write digits only, from 1 to 9"),
                Arguments.of(
                        "at: api",
                        "at: apl",
                        "pipelines.sales.promise.at (line 6): no stage is called \"apl\"; the pipeline has view, api"),
                Arguments.of(
                        "in: [evening]",
                        "in: [morning]",
                        "pipelines.sales.promise.in (line 6): no peak is called \"morning\"; the file declares evening"),
                Arguments.of(
                        "peaks:\n  evening: {daily: 18:00-22:00}\n",
                        "\n\n",
                        "pipelines.sales.promise.in (line 6): no peak is called \"evening\"; the file declares none, under"
                                + " peaks"),
                Arguments.of(
                        "RUNG-{0001..0003}",
                        "RUNG-{0003..0001}",
                        "pipelines.sales.keys.skus (line 7): \"RUNG-{0003..0001}\" is neither a name nor a range; write a"
                                + " range such as RUNG-{0001..0050}"),
                Arguments.of(
                        "[\"9901\"]",
                        "[\"9901\", \"99{00..02}\"]",
                        "pipelines.sales.keys.stores (line 7): \"9901\" is blank or named twice; name each key once"),
                Arguments.of(
                        "[\"9901\"]",
                        "\"9901\"",
                        "pipelines.sales.keys.stores (line 7): expected a list, found a text; write [one, another]"),
                Arguments.of(
                        "[\"9901\"]", "[]", "pipelines.sales.keys.stores (line 7): is empty; write at least one text"),
                Arguments.of(
                        "- view:",
                        "- api:",
                        "pipelines.sales.stages[1] (line 11): two stages are called \"api\"; give each a name of its own"),
                Arguments.of(
                        "- view:",
                        "- the view:",
                        "pipelines.sales.stages[0] (line 10): \"the view\" is no name for a stage; write 1 to 64 letters,"
                                + " digits, dots, dashes or underscores"),
                Arguments.of(
                        "poll: 5s",
                        "poll: 16s",
                        "pipelines.sales.stages[1].api.poll (line 11): 16s is too coarse for the promised 5 min: an edge is"
                                + " judged from at least 20 polls; use 15s or less"),
                Arguments.of(
                        "poll: 5s",
                        "poll: 0s",
                        "pipelines.sales.stages[1].api.poll (line 11): 0s is no pause between two polls; use 10ms or more"),
                Arguments.of(
                        "poll: 5s",
                        "poll: 9ms",
                        "pipelines.sales.stages[1].api.poll (line 11): 9ms is no pause between two polls; use 10ms or more"),
                Arguments.of(
                        "poll: 5s",
                        "poll: fast",
                        "pipelines.sales.stages[1].api.poll (line 11): \"fast\" is not a duration; write a whole number and"
                                + " ms, s, m, h or d, such as 90s or 15m"),
                Arguments.of(
                        "every: 2s",
                        "every: 99ms",
                        "pipelines.sales.canary.every (line 12): a canary is no load test: write 100ms or more"),
                Arguments.of(
                        "  sales:\n",
                        "  our sales:\n",
                        "pipelines.\"our sales\" (line 5): \"our sales\" is no name for a pipeline; write 1 to 64 letters,"
                                + " digits, dots, dashes or underscores"),
                Arguments.of(
                        "\"d\": {delta}",
                        "\"d\": {deltas}",
                        "pipelines.sales.source.kafka (line 8): {deltas} is not a placeholder; did you mean {delta}? (there"
                                + " are {delta}, {kind}, {sku}, {store}, {time}, {quantity}, {time_millis}, {transaction})"));
    }

    @Test
    void aMistypedKindOfStageIsNamedWithTheOneThatWasMeant() {
        assertThatThrownBy(() -> read(GOOD.replace("redis: {uri", "reddis: {uri")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("""
                        pipelines.yaml: 2 problems
                          pipelines.sales.stages[0].view (line 10): names no kind of stage; write one of iceberg, delta, http, redis, trino, kafka, jdbc, dynamodb
                          pipelines.sales.stages[0].view.reddis (line 10): no such key; did you mean "redis"? (known: poll,\
                         cache, iceberg, delta, http, redis, trino, kafka, jdbc, dynamodb)""");
    }

    @Test
    void storesThatDoNotFitTheTemplateAreAProblemOfTheFile() {
        String text = GOOD.replace("\"{store}\"", "{store}").replace("[\"9901\"]", "[\"S-1\"]");

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigException.class)
                .hasMessage("pipelines.yaml: 1 problem\n"
                        + "  pipelines.sales.source.kafka.value (line 8): {store} stands outside quotes, and the reserved"
                        + " \"S-1\" is no number; write \"{store}\"");
    }

    @Test
    void twoPipelinesShareNoKeys() {
        String second = GOOD.substring(GOOD.indexOf("  sales:"))
                .replace("  sales:", "  hot:")
                .replace("RUNG-{0001..0003}", "RUNG-{0003..0009}");

        assertThatThrownBy(() -> read(GOOD + second))
                .isInstanceOf(ConfigException.class)
                .hasMessage("pipelines.yaml: 1 problem\n"
                        + "  pipelines.hot.keys (line 15): key 9901/RUNG-0003 is reserved for pipeline sales already; give"
                        + " each pipeline keys of its own");
    }

    @Test
    void manyProblemsAreToldAtOnceAndEachOnlyOnce() {
        String text = GOOD.replace("Asia/Kolkata", "Asia/Bombai")
                .replace("tier: 3, at: api", "teir: 3, at: apl")
                .replace("[\"9901\"]", "[\"99{01..}\"]")
                .replace("poll: 1s", "poll: 1 s")
                .replace("every: 2s", "evry: 2s");

        assertThatThrownBy(() -> read(text)).isInstanceOf(ConfigException.class).satisfies(e -> assertThat(
                        Arrays.stream(String.valueOf(e.getMessage()).split("\n", -1))
                                .map(line -> line.strip().split(":", -1)[0]))
                .containsExactly(
                        "pipelines.yaml",
                        "timezone (line 1)",
                        "pipelines.sales.promise.at (line 6)",
                        "pipelines.sales.promise.teir (line 6)",
                        "pipelines.sales.keys.stores (line 7)",
                        "pipelines.sales.stages[0].view.poll (line 10)",
                        "pipelines.sales.canary.evry (line 12)"));
    }

    @Test
    void aProblemOfAStageMakesNoSecondOneOfThePromise() {
        assertThatThrownBy(() -> read(GOOD.replace("count: /q", "count: q")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("pipelines.yaml: 1 problem\n"
                        + "  pipelines.sales.stages[1].api.http (line 11): count \"q\" is no JSON Pointer; it begins with a"
                        + " slash, such as /quantity");
    }

    @Test
    void sectionsThatAreMissingAreNamed() {
        assertThatThrownBy(() -> read("timezone: UTC\npipelines:\n  sales: {}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("""
                        pipelines.yaml: 3 problems
                          pipelines.sales.keys (line 3): is required; add it
                          pipelines.sales.source (line 3): is required; add it
                          pipelines.sales.stages (line 3): is required; add it""");
        assertThatThrownBy(() -> read("timezone: UTC\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("pipelines.yaml: 1 problem\n  pipelines (line 1): is required; add it");
    }

    private static Plan read(String text) throws ConfigException {
        return PlanFile.parse("pipelines.yaml", text, LadderFile.standard(), Map.of());
    }
}
