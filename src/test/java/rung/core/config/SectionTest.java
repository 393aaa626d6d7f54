package rung.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One value of a file at a time: what it is read as, what stands in for it, and what is told of it. */
class SectionTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("DB_PASSWORD", "hunter2!");
    private static final Map<String, Integer> SPEEDS = Map.of("slow", 1, "fast", 9);

    @Test
    void whatIsWrittenIsReadAndNotItsDefault() throws ConfigException {
        YamlFile file = parse("""
                name: canary
                dry: true
                wet: false
                share: 25%
                wait: 90s
                speed: fast
                least: 1
                most: 9
                """);
        Section root = file.root();

        assertThat(root.text("name", "other")).isEqualTo("canary");
        assertThat(root.textIfPresent("name")).contains("canary");
        assertThat(root.flag("dry", false)).isTrue();
        assertThat(root.flag("wet", true)).isFalse();
        assertThat(root.share("share")).isEqualTo(0.25);
        assertThat(root.durationIfPresent("wait")).contains(Duration.ofSeconds(90));
        assertThat(root.choice("speed", SPEEDS)).isEqualTo(9);
        assertThat(root.choice("speed", SPEEDS, 1)).isEqualTo(9);
        assertThat(root.integer("least", 1, 9)).isEqualTo(1);
        assertThat(root.integer("most", 1, 9)).isEqualTo(9);
        file.verify();
    }

    @Test
    void whatIsAbsentIsReadAsItsDefaultAndExplained() throws ConfigException {
        YamlFile file = parse("name: canary");
        Section root = file.root();

        assertThat(root.text("name")).isEqualTo("canary");
        assertThat(root.text("other", "none")).isEqualTo("none");
        assertThat(root.textIfPresent("other")).isEmpty();
        assertThat(root.flag("dry", true)).isTrue();
        assertThat(root.choice("speed", SPEEDS, 9)).isEqualTo(9);
        assertThat(root.choice("pace", SPEEDS, 1)).isEqualTo(1);
        assertThat(root.durationIfPresent("wait")).isEmpty();
        assertThat(root.sectionsIfPresent("stages")).isEmpty();
        file.verify();
        assertThat(file.explain())
                .contains(
                        new Explained("speed", "fast", "default"),
                        new Explained("pace", "slow", "default"),
                        new Explained("dry", "true", "default"));
    }

    @Test
    void aSectionKnowsItsPlace() throws ConfigException {
        Section stage = parse("""
                pipelines:
                  sales:
                    stages:
                      - {name: table}
                      - {name: api}
                """)
                .root()
                .namedSections("pipelines")
                .getOrDefault("sales", parse("a: 1").root())
                .sections("stages")
                .get(1);

        assertThat(stage.path()).isEqualTo("pipelines.sales.stages[1]");
        assertThat(stage.line()).isEqualTo(5);
    }

    @Test
    void sectionsAreTheSameHoweverOftenOneAsks() throws ConfigException {
        Section root = parse("""
                kafka: {topic: pos}
                stages: [{name: table}]
                """).root();

        assertThat(root.section("kafka")).isSameAs(root.section("kafka"));
        assertThat(root.sections("stages")).isEqualTo(root.sections("stages"));
        assertThat(root.sectionsIfPresent("stages")).hasSize(1);
    }

    @Test
    void whatIsRequiredAndAbsentIsOneProblemEach() {
        assertProblems(
                "a: 1",
                root -> {
                    root.integer("a", 1, 9);
                    root.section("kafka").text("topic");
                    root.sections("stages");
                    root.texts("stores");
                },
                "kafka (line 1): is required; add it",
                "stages (line 1): is required; add it",
                "stores (line 1): is required; add it");
    }

    @Test
    void aKeyThatIsThereAlreadyIsNotWhatWasMeant() {
        assertProblems(
                "every: 1s\nevry: 2s",
                root -> root.duration("every"),
                "evry (line 2): no such key; remove it (known: every)");
    }

    @Test
    void aPasswordListIsSecretThroughout() throws ConfigException {
        YamlFile file = parse("passwords: [{value: swordfish}]\nopen: [{value: 7}]");

        file.root().sections("passwords").get(0).text("value");
        file.root().sections("open").get(0).text("value");

        assertThat(file.explain().stream().map(Explained::value)).containsExactly(Secrets.REDACTED, "7");
    }

    @Test
    void aSecretIsScrubbedFromWhateverIsToldLaterEvenInAnotherText() {
        assertProblems(
                "url: x-${DB_PASSWORD}-y",
                root -> {
                    root.text("url");
                    root.problem("url", "does not answer hunter2! at all");
                },
                "url (line 1): does not answer " + Secrets.REDACTED + " at all");
    }

    @Test
    void aLongValueIsCutWhereItIsQuoted() {
        String longest = "9".repeat(80);
        assertProblems(
                "a: x" + longest + "\nb: " + "y".repeat(Section.LONGEST_SHOWN),
                root -> {
                    root.flag("a", true);
                    root.flag("b", true);
                },
                "a (line 1): \"" + ("x" + longest).substring(0, Section.LONGEST_SHOWN)
                        + "…\" is not a yes or no; write true or false",
                "b (line 2): \"" + "y".repeat(Section.LONGEST_SHOWN) + "\" is not a yes or no; write true or false");
    }

    @Test
    void aFileMayBeAsLargeAsItsLimitAndNoLarger(@TempDir Path folder) throws Exception {
        String most = "a: 1\n#" + "x".repeat(1024 * 1024 - 6);
        Path file = Files.writeString(folder.resolve("f.yaml"), most);

        assertThat(YamlFile.read(file, Map.of()).root().integer("a", 1, 9)).isEqualTo(1);
        assertThat(parse(most).root().integer("a", 1, 9)).isEqualTo(1);
        assertThatThrownBy(() -> parse(most + "x"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("larger than 1 MiB");
    }

    @Test
    void deepNestingIsToldWithItsPlace() {
        String nested =
                IntStream.range(0, 60).mapToObj(i -> " ".repeat(i) + "k:\n").collect(Collectors.joining());
        assertThatThrownBy(() -> parse(nested))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("k.k.k")
                .hasMessageContaining("(line 33)");
    }

    @Test
    void fiftyProblemsArePrintedAndTheRestCounted() {
        List<Problem> fifty = IntStream.range(0, 50)
                .mapToObj(i -> new Problem("k" + i, i + 1, "is wrong"))
                .toList();
        List<Problem> more = IntStream.range(0, 52)
                .mapToObj(i -> new Problem("k" + i, i + 1, "is wrong"))
                .toList();

        assertThat(new ConfigException("f", fifty)).hasMessageEndingWith("k49 (line 50): is wrong");
        assertThat(new ConfigException("f", more)).hasMessageEndingWith("k49 (line 50): is wrong\n  and 2 more");
    }

    private interface Reader {
        void read(Section root);
    }

    private static void assertProblems(String yaml, Reader reader, String... problems) {
        assertThatThrownBy(() -> {
                    YamlFile file = parse(yaml);
                    reader.read(file.root());
                    file.verify();
                })
                .isInstanceOf(ConfigException.class)
                .satisfies(e -> assertThat(
                                ((ConfigException) e).problems().stream().map(Object::toString))
                        .containsExactlyInAnyOrder(problems));
    }

    private static YamlFile parse(String yaml) throws ConfigException {
        return YamlFile.parse("f.yaml", yaml, ENVIRONMENT);
    }
}
