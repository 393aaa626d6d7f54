package rung.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads {@link Plan}, a made-up record with one value of every kind. */
class YamlFileTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("KAFKA", "broker:9092", "DB_PASSWORD", "hunter2!", "EVERY", "30s", "COUNT", "7");

    private static final Map<String, String> MODES = new TreeMap<>(Map.of("rest", "REST", "hive", "HIVE"));

    private static final String GOOD = """
            name: canary
            every: 10s
            slots: 73
            share: 95%
            mode: rest
            stores: [9901, 9902]
            kafka:
              topic: pos
              properties: {acks: all, sasl.jaas.config: "user x password y"}
            stages:
              - {name: table}
              - {name: api}
            pipelines:
              sales: {tier: 3}
              größe: {tier: 2}
            """;

    @TempDir
    private Path directory;

    private record Plan(
            String name,
            Duration every,
            int slots,
            double share,
            String mode,
            boolean dry,
            List<String> stores,
            String topic,
            Map<String, String> properties,
            List<String> stages,
            Map<String, Long> tiers) {

        static Plan read(Section root) {
            Section kafka = root.section("kafka");
            Map<String, Long> tiers = new LinkedHashMap<>();
            root.namedSections("pipelines")
                    .forEach((name, pipeline) -> tiers.put(name, pipeline.integer("tier", 1L, 4L)));
            Duration every = root.duration("every");
            if (every.compareTo(Duration.ofMinutes(1)) > 0) {
                root.problem("every", Durations.words(every) + " is too coarse; use 60s or less");
            }
            return new Plan(
                    root.text("name"),
                    every,
                    root.integer("slots", 1, 1000, 73),
                    root.share("share", 0.95),
                    root.choice("mode", MODES),
                    root.flag("dry", false),
                    root.texts("stores"),
                    kafka.text("topic"),
                    kafka.properties("properties"),
                    root.sections("stages").stream()
                            .map(stage -> stage.text("name"))
                            .toList(),
                    tiers);
        }
    }

    @Test
    void aGoodFileIsReadWhole() throws ConfigException {
        assertThat(read(GOOD))
                .isEqualTo(new Plan(
                        "canary",
                        Duration.ofSeconds(10),
                        73,
                        0.95,
                        "REST",
                        false,
                        List.of("9901", "9902"),
                        "pos",
                        Map.of("acks", "all", "sasl.jaas.config", "user x password y"),
                        List.of("table", "api"),
                        Map.of("sales", 3L, "größe", 2L)));
    }

    /** Each case replaces one line of the good file by a bad one. */
    static Stream<Arguments> invalid() {
        return Stream.of(
                bad(
                        "every: 10s",
                        "every: 15 min",
                        "every (line 2): \"15 min\" is not a duration; write a whole number and ms, s, m, h or d, such as 90s or 15m"),
                bad(
                        "every: 10s",
                        "every: 10",
                        "every (line 2): \"10\" is not a duration; write a whole number and ms, s, m, h or d, such as 90s or 15m"),
                bad("every: 10s", "every: 5m", "every (line 2): 5 min is too coarse; use 60s or less"),
                bad("every: 10s", "every: [10s]", "every (line 2): expected a text, found a list; write one value"),
                bad(
                        "every: 10s",
                        "every: {s: 10}",
                        "every (line 2): expected a text, found keys with values; write one value"),
                bad(
                        "every: 10s",
                        "evry: 10s",
                        "evry (line 2): no such key; did you mean \"every\"? (known: kafka, pipelines, every, name, slots, share, mode, dry, stores, stages)"),
                bad(
                        "every: 10s",
                        "every: 10s\nzebra: 1",
                        "zebra (line 3): no such key; remove it (known: kafka, pipelines, every, name, slots, share, mode, dry, stores, stages)"),
                bad(
                        "every: 10s",
                        "every: 10s\nevery: 20s",
                        "every (line 3): is there already, in line 2; remove one of the two"),
                bad("every: 10s\n", "", "every (line 1): is required; add it"),
                bad("name: canary", "name:", "name (line 1): has no value; write one, or remove the key"),
                bad("name: canary", "name: ~", "name (line 1): has no value; write one, or remove the key"),
                bad("name: canary", "name: ''", "name (line 1): is required, but empty; write a value"),
                bad("name: canary", "name: ${NONE:-}", "name (line 1): is required, but empty; write a value"),
                bad(
                        "name: canary",
                        "name: ${NONE}",
                        "name (line 1): the environment variable NONE is not set; set it, or write a default, ${NONE:-value}"),
                bad(
                        "name: canary",
                        "name: !!java.io.File canary",
                        "name (line 1): has a tag, and tags are not read; quote the value, or remove the !tag"),
                bad(
                        "name: canary",
                        "name: canary\n? [a, b]\n: c",
                        "line 2: has a key that is not a text; write a plain word"),
                bad(
                        "slots: 73",
                        "slots: 7e1",
                        "slots (line 3): \"7e1\" is not a whole number; write digits only, from 1 to 1000"),
                bad("slots: 73", "slots: 0", "slots (line 3): \"0\" is too small; write 1 to 1000"),
                bad("slots: 73", "slots: 1001", "slots (line 3): \"1001\" is too large; write 1 to 1000"),
                bad(
                        "slots: 73",
                        "slots: 99999999999999999999",
                        "slots (line 3): \"99999999999999999999\" is not a whole number; write digits only, from 1 to 1000"),
                bad(
                        "share: 95%",
                        "share: 95",
                        "share (line 4): \"95\" is not a share; write a number above 0 and below 1, such as 0.95 or 95%"),
                bad(
                        "share: 95%",
                        "share: 100%",
                        "share (line 4): \"100%\" is not a share; write a number above 0 and below 1, such as 0.95 or 95%"),
                bad(
                        "share: 95%",
                        "share: 0",
                        "share (line 4): \"0\" is not a share; write a number above 0 and below 1, such as 0.95 or 95%"),
                bad(
                        "mode: rest",
                        "mode: hvie",
                        "mode (line 5): \"hvie\" is not known here; did you mean \"hive\"? (known: hive, rest)"),
                bad(
                        "mode: rest",
                        "mode: jdbc\ndry: true",
                        "mode (line 5): \"jdbc\" is not known here; write one of hive, rest"),
                bad(
                        "mode: rest",
                        "mode: rest\ndry: no",
                        "dry (line 6): \"no\" is not a yes or no; write true or false"),
                bad(
                        "mode: rest",
                        "mode: rest\ndry: True",
                        "dry (line 6): \"True\" is not a yes or no; write true or false"),
                bad("[9901, 9902]", "9901", "stores (line 6): expected a list, found a text; write [one, another]"),
                bad("[9901, 9902]", "[]", "stores (line 6): is empty; write at least one text"),
                bad("[9901, 9902]", "[9901, '']", "stores[1] (line 6): is empty; write a text, or remove the item"),
                bad(
                        "[9901, 9902]",
                        "[9901, [9902]]",
                        "stores[1] (line 6): expected a text, found a list; write one value"),
                bad(
                        "  topic: pos",
                        "  topik: pos",
                        "kafka.topik (line 8): no such key; did you mean \"topic\"? (known: topic, properties)"),
                bad(
                        "acks: all",
                        "acks: [all]",
                        "kafka.properties.acks (line 9): expected a text, found a list; write one value"),
                bad("- {name: table}", "- table", "stages[0] (line 11): expected keys with values, found a text"),
                bad("{tier: 3}", "{tier: 5}", "pipelines.sales.tier (line 14): \"5\" is too large; write 1 to 4"),
                bad("{tier: 3}", "3", "pipelines.sales (line 14): expected keys with values, found a text"),
                bad(
                        "größe: {tier: 2}",
                        "größe: {tier: zwei}",
                        "pipelines.größe.tier (line 15): \"zwei\" is not a whole number; write digits only, from 1 to 4"),
                bad(
                        "größe: {tier: 2}",
                        "a b: {tier: x}",
                        "pipelines.\"a b\".tier (line 15): \"x\" is not a whole number; write digits only, from 1 to 4"),
                bad(
                        "sales: {tier: 3}",
                        "sales: &s {tier: 3}\n  other: {<<: *s}",
                        "pipelines.other.\"<<\" (line 15): merge keys are not part of YAML 1.2; write the merged keys out"),
                bad(
                        "sales: {tier: 3}",
                        "${KAFKA}: {tier: 3}",
                        "pipelines.\"${KAFKA}\" (line 14): keys are not substituted; write the key itself"));
    }

    private static Arguments bad(String good, String bad, String problem) {
        return Arguments.of(good, bad, problem);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void oneBadThingIsOneProblemWithLineCauseAndCure(String good, String bad, String problem) {
        assertThat(GOOD).contains(good);

        assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("plan.yaml: 1 problem\n  " + problem);
    }

    @Test
    void allProblemsOfAFileAreToldAtOnceInItsOrder() {
        String text = """
                name: ${NONE}
                evry: 10s
                slots: many
                share: 2
                mode: rest
                stores: 1
                kafka: localhost
                stages: []
                pipelines:
                  sales: {teir: 3, extra: 1}
                """;

        assertThatThrownBy(() -> read(text)).hasMessage("""
                plan.yaml: 9 problems
                  name (line 1): the environment variable NONE is not set; set it, or write a default, ${NONE:-value}
                  evry (line 2): no such key; did you mean "every"? (known: kafka, pipelines, every, name, slots, share, mode, dry, stores, stages)
                  slots (line 3): "many" is not a whole number; write digits only, from 1 to 1000
                  share (line 4): "2" is not a share; write a number above 0 and below 1, such as 0.95 or 95%
                  stores (line 6): expected a list, found a text; write [one, another]
                  kafka (line 7): expected keys with values, found a text
                  stages (line 8): is empty; write at least one item
                  pipelines.sales.teir (line 10): no such key; did you mean "tier"? (known: tier)
                  pipelines.sales.extra (line 10): no such key; remove it (known: tier)""".stripTrailing());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | the file is empty; write at least one key with a value",
                "\"# only a comment\n\" | the file is empty; write at least one key with a value",
                "\"- a\n- b\" | expected keys with values, found a list",
                "\"text\" | expected keys with values, found a text",
                "\"~\" | expected keys with values, found nothing"
            })
    void whatIsNotAMappingIsToldInLineOne(String text, String problem) {
        assertThatThrownBy(() -> YamlFile.parse("f.yaml", text == null ? "" : text, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("f.yaml: 1 problem\n  line 1: " + problem);
    }

    static Stream<Arguments> unparsable() {
        return Stream.of(
                Arguments.of("a:\n\tb: 1\n", "line 2: a tab is used for indentation; use spaces"),
                Arguments.of(
                        "a: 1\n---\nb: 2\n", "line 2: a second document starts here; write one document without ---"),
                Arguments.of("a: 1\nb: \u0007\n", "line 2: holds the control character U+0007; remove it"),
                Arguments.of("a: [1, 2\nb: 3\n", "line 2: is not YAML: expected ',' or ']', but got :"),
                Arguments.of(
                        "a: *nothing\n",
                        "line 1: an alias names no anchor above it; quote the value if its * is meant as it is"),
                Arguments.of(
                        "a: &x\n  b: *x\n",
                        "a.b (line 2): is an alias of something that contains it; write the value out"),
                Arguments.of(
                        "a: " + "[".repeat(40) + "]".repeat(40),
                        "a" + "[0]".repeat(32) + " (line 1): is nested deeper than 32 levels; flatten it"),
                Arguments.of("a: " + "[".repeat(100_000), "line 1: is nested deeper than 32 levels; flatten it"),
                Arguments.of(
                        bomb(),
                        "line 1: holds more than 100,000 values with its aliases written out; use fewer aliases"));
    }

    private static String bomb() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String last = "*a" + (i - 1);
            text.append("a" + i + ": &a" + i + " [" + String.join(", ", Collections.nCopies(10, last)) + "]\n");
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("unparsable")
    void whatCannotBeParsedIsToldWithItsLine(String text, String problem) {
        assertThatThrownBy(() -> YamlFile.parse("f.yaml", text, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("f.yaml: 1 problem\n  " + problem);
    }

    @Test
    void aFileLargerThanOneMebibyteIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("big.yaml"), "a: " + "x".repeat(2 * 1024 * 1024));

        assertThatThrownBy(() -> YamlFile.read(file, Map.of()))
                .hasMessage(
                        "big.yaml: 1 problem\n  line 1: the file is larger than 1 MiB; configuration is smaller than that");
    }

    @Test
    void aFileThatIsNotUtf8IsRefusedAndOneThatIsNotThereIsAnIoException() throws IOException {
        Path file = Files.write(directory.resolve("latin.yaml"), "a: größe".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> YamlFile.read(file, Map.of()))
                .hasMessage("latin.yaml: 1 problem\n  line 1: the file is not UTF-8 text; save it as UTF-8");
        assertThatThrownBy(() -> YamlFile.read(directory.resolve("none.yaml"), Map.of()))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aByteOrderMarkIsSkipped() throws IOException, ConfigException {
        Path file = Files.writeString(directory.resolve("bom.yaml"), "\uFEFFa: 1\n");

        assertThat(YamlFile.read(file, Map.of()).root().text("a")).isEqualTo("1");
    }

    @Test
    void substitutedTextIsNeverYamlAgainAndTakesTheTypeThatIsAskedFor() throws ConfigException {
        YamlFile file = YamlFile.parse(
                "f.yaml", "a: ${TRICK}\nb: \"${COUNT}\"\nc: on\nd: '7'", Map.of("TRICK", "{x: 1}", "COUNT", "7"));
        Section root = file.root();

        assertThat(root.text("a")).isEqualTo("{x: 1}");
        assertThat(root.integer("b", 0, 9)).isEqualTo(7);
        assertThat(root.text("c")).isEqualTo("on");
        assertThat(root.text("d")).isEqualTo("7");
        file.verify();
    }

    @Test
    void anAliasIsReadWhereverItIsUsed() throws ConfigException {
        YamlFile file = YamlFile.parse("f.yaml", "a: &x {v: 1}\nb: *x", Map.of());

        assertThat(file.root().section("a").text("v")).isEqualTo("1");
        assertThat(file.root().section("b").text("v")).isEqualTo("1");
        file.verify();
        assertThat(file.explain()).extracting(Explained::path).containsExactly("a.v", "b.v");
    }

    @Test
    void anAbsentOrEmptyValueLeavesWhatIsOtherwise() throws ConfigException {
        YamlFile file = YamlFile.parse("f.yaml", "a: ${NONE:-}\n", Map.of());
        Section root = file.root();

        assertThat(root.duration("a", Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(5));
        assertThat(root.textIfPresent("b")).isEmpty();
        assertThat(root.sectionIfPresent("c")).isEmpty();
        assertThat(root.textsIfPresent("d")).isEmpty();
        assertThat(root.sectionsIfPresent("e")).isEmpty();
        assertThat(root.namedSectionsIfPresent("f")).isEmpty();
        assertThat(root.properties("g")).isEmpty();
        file.verify();
    }

    @Test
    void aPlaceholderBringsNoFurtherProblems() throws ConfigException {
        YamlFile file = YamlFile.parse("f.yaml", "kafka: 1\nevery: soon\n", Map.of());
        Section root = file.root();
        Section kafka = root.section("kafka");
        kafka.text("topic");
        kafka.section("deep").sections("deeper");
        kafka.problem("topic", "is not a topic");
        kafka.problem("", "is odd");
        root.duration("every");
        root.problem("every", "is too short");
        root.problem("", "does not fit together");

        assertThat(root.sound()).isFalse();
        ConfigException e = catchThrowableOfType(ConfigException.class, file::verify);
        assertThat(e.problems()).extracting(Problem::path).containsExactly("kafka", "every");
    }

    @Test
    void aSectionIsSoundWhenAllBelowItIs() throws ConfigException {
        YamlFile file = YamlFile.parse("f.yaml", "good: [{n: 1}]\nlist: {of: [{n: x}]}\nlacks: {a: {}}\n", Map.of());
        Section root = file.root();
        root.sections("good").get(0).integer("n", 1, 2);
        assertThat(root.sound()).isTrue();

        root.section("list").sections("of").get(0).integer("n", 1, 2);
        assertThat(root.section("list").sound()).isFalse();

        root.section("lacks").section("a").text("b");
        assertThat(root.section("lacks").sound()).isFalse();
    }

    @Test
    void verifyingTwiceTellsTheSame() throws ConfigException {
        YamlFile file = YamlFile.parse("f.yaml", "a: 1\n", Map.of());

        ConfigException first = catchThrowableOfType(ConfigException.class, file::verify);
        ConfigException second = catchThrowableOfType(ConfigException.class, file::verify);

        assertThat(second).hasMessage(first.getMessage());
        assertThat(first).hasMessage("f.yaml: 1 problem\n  a (line 1): no such key; remove it");
    }

    @Test
    void theMessageIsBoundedAndTheListIsNot() throws ConfigException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            text.append("key" + i + ": 1\n");
        }
        YamlFile file = YamlFile.parse("f.yaml", text.toString(), Map.of());

        ConfigException e = catchThrowableOfType(ConfigException.class, file::verify);

        assertThat(e.problems()).hasSize(60);
        assertThat(e.getMessage()).startsWith("f.yaml: 60 problems\n").endsWith("\n  and 10 more");
    }

    @Test
    void explainTellsEveryEffectiveValueWithItsOrigin() throws IOException, ConfigException {
        Path secret = Files.writeString(directory.resolve("s"), "s3cr3t-content\n");
        YamlFile file = YamlFile.parse("f.yaml", """
                bootstrap: ${KAFKA}
                every: ${NONE:-30s}
                url: jdbc:trino://ann:hunter2@host/db?password=pw1&x=1
                note: ${file:%s}
                login: ${DB_PASSWORD}
                properties: {acks: all, ssl.keystore.key: k1, key.serializer: S}
                """.formatted(secret), ENVIRONMENT);
        Section root = file.root();
        root.text("bootstrap");
        root.duration("every");
        root.text("url");
        root.text("note");
        root.text("login");
        root.properties("properties");
        root.duration("grace", Duration.ofMinutes(5));
        root.choice("mode", Map.of("rest", 1), 1);
        root.text("token", "default-token");
        file.verify();

        assertThat(file.explain())
                .containsExactly(
                        new Explained("bootstrap", "broker:9092", "line 1, env KAFKA"),
                        new Explained("every", "30s", "line 2, NONE not set"),
                        new Explained("url", "jdbc:trino://ann:<redacted>@host/db?password=<redacted>&x=1", "line 3"),
                        new Explained("note", "<redacted>", "line 4, file " + secret),
                        new Explained("login", "<redacted>", "line 5, env DB_PASSWORD"),
                        new Explained("properties.acks", "all", "line 6"),
                        new Explained("properties.\"ssl.keystore.key\"", "<redacted>", "line 6"),
                        new Explained("properties.\"key.serializer\"", "S", "line 6"),
                        new Explained("grace", "5m", "default"),
                        new Explained("mode", "rest", "default"),
                        new Explained("token", "<redacted>", "default"));
    }

    @ParameterizedTest
    @CsvSource({
        "password",
        "db-password",
        "PASSWD",
        "passphrase",
        "client.secret",
        "token",
        "oauth2.credential",
        "api-key",
        "apiKey",
        "s3.access-key-id",
        "ssl.keystore.key",
        "sasl.jaas.config",
        "authorization"
    })
    void aValueUnderASecretKeyIsNeverTold(String key) throws ConfigException {
        YamlFile file = YamlFile.parse("f.yaml", "\"" + key + "\": hunter2\nb: 1\n", Map.of());
        Section root = file.root();
        root.duration(key);
        root.integer("b", 2, 3);
        root.problem("", "hunter2");

        ConfigException e = catchThrowableOfType(ConfigException.class, file::verify);

        assertThat(e.getMessage()).contains("<redacted> is not a duration").doesNotContain("hunter2");
        assertThat(file.explain().toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({"*hunter2", "'!hunter2 x'", "!hunter2!x", "'&hunter2 x'", "'@hunter2'", "'%hunter2'", "'${hunter.2}'"})
    void anUnquotedPasswordThatIsYamlIsNotToldEither(String password) {
        String message = catchThrowableOfType(ConfigException.class, () -> {
                    YamlFile file = YamlFile.parse("f.yaml", "password: " + password + "\n", Map.of());
                    file.root().text("password");
                    file.root().problem("", file.root().text("password"));
                    file.verify();
                })
                .getMessage();

        assertThat(message).contains("1 problem").doesNotContain("hunter");
    }

    @Test
    void everyBadItemOfAListIsTold() throws ConfigException {
        YamlFile file = YamlFile.parse("f.yaml", "a: ['', x, '', [y], ~]\n", Map.of());

        assertThat(file.root().textsIfPresent("a")).containsExactly("x");

        ConfigException e = catchThrowableOfType(ConfigException.class, file::verify);
        assertThat(e.problems()).extracting(Problem::path).containsExactly("a[0]", "a[2]", "a[3]", "a[4]");
    }

    @Test
    void anOwnersMessageHidesTheLongerSecretWhole() throws ConfigException {
        YamlFile file = YamlFile.parse("f.yaml", "token: abcd\npassword: abcd-efgh\nurl: x://u:pw@h\n", Map.of());
        Section root = file.root();
        root.problem("url", root.text("token") + " " + root.text("password") + " " + root.text("url"));

        assertThatThrownBy(file::verify)
                .hasMessage("f.yaml: 1 problem\n  url (line 3): <redacted> <redacted> x://u:<redacted>@h");
    }

    @Test
    void anOwnersMessageIsScrubbedOfSecrets() throws ConfigException {
        YamlFile file = YamlFile.parse("f.yaml", "password: hunter2\nurl: x\n", Map.of());
        Section root = file.root();
        root.problem("url", "cannot log in with " + root.text("password") + root.text("url") + "; correct it");

        assertThatThrownBy(file::verify)
                .hasMessage("f.yaml: 1 problem\n  url (line 2): cannot log in with <redacted>x; correct it");
    }

    @ParameterizedTest
    @CsvSource({"key", "keys", "key.serializer", "sku-key-prefix", "monkey", "topic"})
    void anOrdinaryKeyIsTold(String key) {
        assertThat(Secrets.named(key)).isFalse();
    }

    private static Plan read(String text) throws ConfigException {
        YamlFile file = YamlFile.parse("plan.yaml", text, ENVIRONMENT);
        Plan plan = Plan.read(file.root());
        file.verify();
        return plan;
    }
}
