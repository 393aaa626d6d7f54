package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.log.LogReader;
import rung.core.measure.Mark;
import rung.core.measure.TimeWindow;

/** The log is that of a whole day of the story, measured by the canary that runs in production. */
class LogCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the story's pipelines promise, and its peaks. */
    private static final String PLAN = """
            timezone: Asia/Kolkata
            peaks: {lunch: {daily: '12:00-14:00'}, evening: {daily: '18:00-22:00'}}
            pipelines:
            """
            + Stream.of("before", "before-unhelped", "after")
                    .map(name -> """
                              %s:
                                promise: {tier: 3, at: api, in: [lunch, evening]}
                                keys: {stores: ["9901"], skus: ["%s-{0001..0050}"]}
                                source: {kafka: {bootstrap: "127.0.0.1:9", topic: %s, value: '{"store": "{store}", "sku": "{sku}", "n": {delta}}'}}
                                stages:
                                  - api: {http: {url: "http://127.0.0.1:9/{store}/{sku}", count: /quantity}}
                            """.formatted(name, name, name))
                    .collect(Collectors.joining());

    /** What a judge of the CSV concludes again; the rest tells how the stages were read, which it does not hold. */
    private static final List<String> CONCLUDED = List.of(
            "tier",
            "edges",
            "record",
            "quantiles",
            "counts",
            "cycles",
            "age_seconds",
            "max_age_seconds",
            "resolution_seconds",
            "slip_p99_seconds",
            "valid",
            "invalid_because");

    @TempDir
    private static Path folder;

    private static Path log = Path.of("");

    @BeforeAll
    static void live() {
        log = folder.resolve("story");
        assertThat(Rung.run("story", "--out", log, "-q", "--json").exitCode()).isZero();
    }

    @Test
    void anExportIsOneRowForEachSlotOfEachStage() throws IOException {
        Path file = folder.resolve("all.csv");

        Rung run = Rung.run("log", "export", log, "--csv", "-o", file);

        List<String> rows = Files.readAllLines(file);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo(rows.size() - 1 + " rows of run story in " + file + "\n");
        assertThat(rows.get(0)).startsWith("pipeline,stage,intended,missed_at,seen_at,");
        assertThat(Rung.run("log", "export", log.resolve("facts.db"), "-q"))
                .isEqualTo(new Rung(0, Files.readString(file), ""));
    }

    @Test
    void judgingAnExportComesToTheSameVerdicts() throws IOException {
        Path plan = Files.writeString(folder.resolve("pipelines.yaml"), PLAN);
        Path file = folder.resolve("again.csv");
        Rung.run("log", "export", log, "-o", file, "-q");

        Rung run = Rung.run(
                "judge", file, "-c", plan, "--json", "--window", "2026-11-07T00:00+05:30/2026-11-08T00:00+05:30");

        JsonNode again = JSON.readTree(run.out());
        JsonNode report = JSON.readTree(Files.readString(log.resolve("report.json")));
        assertThat(again.at("/generated_at")).isEqualTo(report.at("/generated_at"));
        assertThat(report.at("/pipelines")).hasSize(3);
        for (int i = 0; i < 3; i++) {
            JsonNode one = report.at("/pipelines/" + i);
            JsonNode other = again.at("/pipelines/" + i);
            for (String field : List.of("id", "promise", "verdict", "tier", "judged", "headline", "slot_seconds")) {
                assertThat(other.at("/" + field)).as(field).isEqualTo(one.at("/" + field));
            }
            assertThat(other.at("/stages")).hasSize(2);
            for (int stage = 0; stage < 2; stage++) {
                sameConclusions(other.at("/stages/" + stage), one.at("/stages/" + stage));
                assertThat(one.at("/stages/" + stage + "/windows")).hasSize(2);
                for (int window = 0; window < 2; window++) {
                    String path = "/stages/" + stage + "/windows/" + window;
                    sameConclusions(other.at(path), one.at(path));
                }
            }
        }
    }

    private static void sameConclusions(JsonNode again, JsonNode first) {
        for (String field : CONCLUDED) {
            assertThat(again.at("/" + field)).as(field).isEqualTo(first.at("/" + field));
        }
    }

    @Test
    void aStretchAndPipelinesMayBeChosen() {
        Rung run = Rung.run(
                "log",
                "export",
                log,
                "--pipelines",
                "after,before",
                "--from",
                "2026-11-07T18:00:00+05:30",
                "--to",
                "2026-11-07T18:10:00+05:30");

        List<String> pipelines = run.out()
                .lines()
                .skip(1)
                .map(line -> line.replaceFirst(",.*", ""))
                .distinct()
                .toList();
        assertThat(pipelines).containsExactly("after", "before");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void mistakesAreToldWithTheirCure() {
        Path missing = folder.resolve("missing.db");

        assertThat(Rung.run("log", "export", log, "--pipelines", "befor").err())
                .isEqualTo("rung: the log has no pipeline \"befor\"; did you mean \"before\"? It has before,"
                        + " before-unhelped, after\n");
        assertThat(Rung.run("log", "export", log, "--pipelines", "zzz"))
                .isEqualTo(new Rung(
                        2, "", "rung: the log has no pipeline \"zzz\"; it has before, before-unhelped, after\n"));
        assertThat(Rung.run("log", "export", log, "--from", "10", "--to", "9").err())
                .isEqualTo("rung: --from 1970-01-01T00:00:10Z is not before --to 1970-01-01T00:00:09Z; nothing lies"
                        + " between\n");
        assertThat(Rung.run("log", "export", log, "-o", folder))
                .isEqualTo(new Rung(2, "", "rung: " + folder + " is a folder; name a file\n"));
        assertThat(Rung.run("log", "export", missing).exitCode()).isEqualTo(2);
        assertThat(Rung.run("log", "export", missing).err())
                .startsWith("rung: ")
                .contains("missing.db");
        assertThat(folder.resolve("missing.db")).doesNotExist();
    }

    @Test
    void whatCannotBeWrittenWholeIsNotThere() throws IOException {
        Path file = folder.resolve("no-such-folder").resolve("facts.csv");

        Rung run = Rung.run("log", "export", log, "-o", file);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no-such-folder");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(one -> one.toString().endsWith(".part"));
        }
    }

    @Test
    void aReaderWhoHasSeenEnoughEndsTheExport() {
        long[] taken = {0};
        OutputStream head = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                taken[0]++;
                if (taken[0] > 1_000) {
                    throw new IOException("Broken pipe");
                }
            }
        };
        Terminal terminal = new Terminal(
                new PrintStream(head, false, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                Rung.NOBODY,
                "");

        assertThat(Main.run(terminal, "log", "export", log.toString())).isZero();
    }

    @Test
    void infoSaysWhatTheLogHolds() throws IOException {
        Rung text = Rung.run("log", "info", log);
        JsonNode json = JSON.readTree(Rung.run("log", "info", log, "--json").out());

        assertThat(text.out())
                .contains("run       story, measured by ", "pipeline  before: a sale each ", "tier 3 promised at api")
                .contains(" slots, ", " unmeasured; read every ");
        assertThat(json.at("/run").asText()).isEqualTo("story");
        assertThat(json.at("/pipelines")).hasSize(3);
        assertThat(json.at("/facts/sha256").asText()).matches("[0-9a-f]{64}");
        assertThat(text.out()).contains("facts     " + json.at("/facts/sha256").asText());
        long rows = Rung.run("log", "export", log, "-q").out().lines().count() - 1;
        long slots = 0;
        for (JsonNode pipeline : json.at("/pipelines")) {
            for (JsonNode stage : pipeline.at("/stages")) {
                slots += stage.at("/slots").asLong();
                assertThat(stage.at("/seen").asLong()
                                + stage.at("/pending").asLong()
                                + stage.at("/lost").asLong()
                                + stage.at("/unmeasured").asLong())
                        .isEqualTo(stage.at("/slots").asLong());
            }
        }
        assertThat(slots).isEqualTo(rows);
    }

    @Test
    void aMarkIsNotedForAllPipelinesOrForSome() throws IOException {
        Path own = Files.createDirectories(folder.resolve("marked")).resolve("facts.db");
        Files.copy(log.resolve("facts.db"), own);

        Rung all = Rung.run("log", "mark", own, "loader 4.2 deployed", "--at", "2026-11-07T18:04:00+05:30");
        Rung one = Rung.run(
                "log", "mark", own, "60 s commits", "--pipelines", "after", "--at", "2026-11-07T18:05:00+05:30");

        assertThat(all)
                .isEqualTo(new Rung(0, "", "noted at 2026-11-07T12:34:00Z in " + own + ": loader 4.2 deployed\n"));
        assertThat(one.exitCode()).isZero();
        TimeWindow day =
                new TimeWindow("day", Instant.parse("2026-11-07T00:00:00Z"), Instant.parse("2026-11-08T00:00:00Z"));
        try (LogReader facts = LogReader.newest(own)) {
            assertThat(facts.marks("after", day))
                    .extracting(Mark::note)
                    .containsExactly("loader 4.2 deployed", "60 s commits");
            assertThat(facts.marks("before", day)).extracting(Mark::note).containsExactly("loader 4.2 deployed");
        }
        assertThat(Rung.run("log", "mark", own, "x", "--pipelines", "afetr").err())
                .contains("did you mean \"after\"");
        assertThat(Rung.run("log", "mark", own, " ").exitCode()).isEqualTo(2);
    }
}
