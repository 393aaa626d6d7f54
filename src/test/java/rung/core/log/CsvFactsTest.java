package rung.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.config.ConfigException;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.Look;
import rung.core.evidence.Rule;
import rung.core.evidence.State;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowTally;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;

class CsvFactsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final TimeWindow ALWAYS =
            new TimeWindow("always", Instant.parse("1970-01-01T00:00:00Z"), Instant.parse("2262-01-01T00:00:00Z"));
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    private static final String HEADER = "pipeline,stage,intended,missed_at,seen_at,cycle\n";
    private static final String MORE =
            "pipeline,stage,intended,missed_at,seen_at,handed_at,unmeasured,slot_begin,slot_seconds,"
                    + "poll_seconds,settling_seconds,known_until\n";
    private static final List<Duration> EDGES =
            List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofDays(1));
    private static final SlotSorter.Bounds TINY = new SlotSorter.Bounds(16, 16 * SlotTail.MOST_BYTES, 3);

    @TempDir
    private Path folder;

    @Test
    void aRowIsWhatOneReaderSawOfOneSale() throws Exception {
        try (CsvFacts facts = read(HEADER + """
                bopis,table,2026-01-01T12:00:00Z,2026-01-01T12:00:01Z,2026-01-01T12:00:02Z,s1
                bopis,table,2026-01-01T12:01:00Z,,2026-01-01T12:01:02Z,
                bopis,table,2026-01-01T12:02:00Z,2026-01-01T12:03:00Z,,
                bopis,table,2026-01-01T12:03:00Z,,,
                bopis,table,2026-01-01T12:04:00Z,2026-01-01T12:03:59Z,2026-01-01T12:04:02Z,s2
                """)) {
            assertThat(slots(facts, "bopis", "table", ALWAYS))
                    .containsExactly(
                            slot(0, new Outcome.Seen(noon(1), noon(2), new Cycle("s1"))),
                            slot(60, new Outcome.Seen(noon(60), noon(62), Cycle.unknown())),
                            slot(120, new Outcome.Unseen(noon(180))),
                            slot(180, new Outcome.Unseen(noon(180))),
                            slot(240, new Outcome.Seen(noon(240), noon(242), new Cycle("s2"))));
            assertThat(facts.until()).isEqualTo(noon(242));
            assertThat(facts.notes()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"web,api,30,,,", "web,api,10,30,,", "web,api,10,,30,"})
    void theFactsAreCompleteUpToTheLatestTimeThatTheFileMentions(String latest) throws Exception {
        try (CsvFacts facts = read(HEADER + latest + "\nweb,api,5,6,7,\n")) {
            assertThat(facts.until()).isEqualTo(epoch(30));
        }
    }

    @Test
    void theRunIsInferredFromTheRows() throws Exception {
        try (CsvFacts facts = read(HEADER + """
                web,api,2026-01-01T12:01:00Z,,,
                bopis,table,2026-01-01T12:00:30Z,,2026-01-01T12:30:00Z,
                web,table,2026-01-01T12:00:00Z,,,
                web,api,2026-01-01T12:00:10Z,,,
                web,api,2026-01-01T12:00:40Z,,,
                """)) {
            assertThat(facts.run().id()).isEqualTo("facts.csv");
            assertThat(facts.run().software()).isEqualTo("facts measured elsewhere");
            assertThat(facts.run().zone()).isEqualTo(ZONE);
            assertThat(facts.run().seed()).isZero();
            assertThat(facts.run().startedAt()).isEqualTo(NOON);
            assertThat(facts.run().pipelines())
                    .containsExactly(
                            new PipelineSetup(
                                    "web",
                                    Promise.none("table"),
                                    NOON,
                                    Duration.ofSeconds(25),
                                    List.of(elsewhere("api"), elsewhere("table"))),
                            new PipelineSetup(
                                    "bopis",
                                    Promise.none("table"),
                                    noon(30),
                                    Duration.ofSeconds(1770),
                                    List.of(elsewhere("table"))));
            assertThat(facts.anomalies("web", "api", ALWAYS)).isEmpty();
            assertThat(facts.unreadable("web", "api", ALWAYS)).isEmpty();
            assertThat(facts.polled("web", "api", ALWAYS)).isEmpty();
            assertThat(facts.ticks(ALWAYS)).isEmpty();
            assertThat(facts.residue("web")).isZero();
        }
    }

    @Test
    void aCallerMayPromiseWhatTheFileCannot() throws Exception {
        Promise promise = new Promise(3, "api", List.of("evening"));
        try (CsvFacts facts = read(HEADER + "web,api,1,,,\nweb,table,1,,,\nbopis,table,1,,,\n")) {
            CsvFacts promised = facts.promising(Map.of("web", promise));

            assertThat(promised.run().pipelines())
                    .extracting(PipelineSetup::promise)
                    .containsExactly(promise, Promise.none("table"));
            assertThat(slots(promised, "web", "api", ALWAYS)).hasSize(1);
            assertThatThrownBy(() -> facts.promising(Map.of("wep", promise)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the file has no pipeline wep; it has web, bopis");
            assertThatThrownBy(() -> facts.promising(Map.of("bopis", promise)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("pipeline bopis has no stage api; it has table");
        }
    }

    static Stream<String> sameFiles() {
        return Stream.of(
                "pipeline,stage,intended,seen_at\nweb,api,10,12\nweb,api,20,\n",
                "seen_at,intended,stage,pipeline\n12,10,api,web\n,20,api,web\n",
                "\uFEFFpipeline,stage,intended,seen_at\nweb,api,10,12\nweb,api,20,\n",
                "pipeline,stage,intended,seen_at\r\nweb,api,10,12\r\nweb,api,20,\r\n",
                "pipeline,stage,intended,seen_at\rweb,api,10,12\rweb,api,20,\r",
                "pipeline,stage,intended,seen_at\nweb,api,10,12\nweb,api,20,",
                "\n\npipeline,stage,intended,seen_at\n\nweb,api,10,12\n\n\nweb,api,20,\n\n",
                "\"pipeline\",\"stage\",\"intended\",\"seen_at\"\n\"web\",\"api\",\"10\",\"12\"\n\"web\",\"api\",\"20\",\"\"",
                "pipeline,stage,intended,seen_at\nweb,api,20,\nweb,api,10,12\n",
                """
                pipeline,stage,intended,seen_at,missed_at
                web,api,1970-01-01T00:00:10Z,12.0,9
                web,api,1970-01-01T05:30:20+05:30,,
                """);
    }

    @ParameterizedTest
    @MethodSource("sameFiles")
    void theSameFactsMayBeWrittenInManyWays(String text) throws Exception {
        try (CsvFacts facts = read(text)) {
            assertThat(slots(facts, "web", "api", ALWAYS))
                    .containsExactly(
                            new SlotOutcome(
                                    epoch(10), epoch(10), "", new Outcome.Seen(epoch(10), epoch(12), Cycle.unknown())),
                            new SlotOutcome(epoch(20), epoch(20), "", new Outcome.Unseen(epoch(20))));
        }
    }

    @Test
    void namesAndCyclesMayHoldWhatCsvQuotes() throws Exception {
        try (CsvFacts facts =
                read(HEADER + "\"a,b\",\"say \"\"hi\"\"\",1,,2,\"one\ntwo\"\n\"ä\r\nb\",\"ü\",\"1\",,2,\"\"\"\"\n")) {
            assertThat(facts.run().pipelines()).extracting(PipelineSetup::name).containsExactly("a,b", "ä\r\nb");
            assertThat(cycles(facts, "a,b", "say \"hi\"")).containsExactly("one\ntwo");
            assertThat(cycles(facts, "ä\r\nb", "ü")).containsExactly("\"");
        }
        assertThat(problemsOf(HEADER + "\"a\nb\",\"c\r\nd\",1,,2,\"e\rf\"\nx,y,z,,,\n"))
                .startsWith("facts.csv: 1 problem\n  intended (line 6): \"z\"");
    }

    static Stream<List<String>> badFiles() {
        String known =
                "(known: pipeline, stage, intended, missed_at, seen_at, cycle, handed_at, lane, unmeasured, slot_begin,"
                        + " slot_seconds, poll_seconds, settling_seconds, known_until)";
        String header = "; begin the file with pipeline,stage,intended,missed_at,seen_at,cycle (missed_at and cycle may"
                + " be left out)";
        String time =
                " is not a time between 1970 and 2262; write 2026-01-31T18:00:00Z, 2026-01-31T23:30:00.25+05:30 or"
                        + " seconds since 1970 such as 1769882400.25";
        return Stream.of(
                List.of("", "line 1: the file is empty" + header),
                List.of("\n\n", "line 1: the file is empty" + header),
                List.of("web,api,10,12\n", "line 1: there is no header" + header),
                List.of(
                        "pipeline;stage;intended\n",
                        "line 1: the columns are not separated by commas; save the file as comma-separated values"),
                List.of(HEADER, "line 1: there are no rows below the header; write one per injection and stage"),
                List.of(
                        "pipeline,stage,intented,seen,shop\nweb,api,1,2,3\n",
                        "intented (line 1): there is no such column; did you mean \"intended\"? " + known,
                        "seen (line 1): there is no such column; leave it out " + known,
                        "shop (line 1): there is no such column; leave it out " + known,
                        "seen_at (line 1): the column is missing; the columns are"
                                + " pipeline,stage,intended,missed_at,seen_at,cycle,handed_at,lane,unmeasured,slot_begin,"
                                + "slot_seconds,poll_seconds,settling_seconds,known_until"),
                List.of(
                        "pipeline,stage,intended,seen_at,slot_begin\nweb,api,1,,1\n",
                        "slot_begin (line 1): says nothing without slot_seconds; write both columns, or neither"),
                List.of(
                        MORE + "web,api,10,,12,,no key,,,,,\nweb,api,20,,22,19,,,,,,\n",
                        "unmeasured (line 2): a sale that was looked for is not unmeasured; leave this cell empty, or"
                                + " missed_at and seen_at",
                        "handed_at (line 3): 1970-01-01T00:00:19Z is before the sale was intended, at"
                                + " 1970-01-01T00:00:20Z; write when it was handed over, or nothing when that was in"
                                + " time"),
                List.of(
                        MORE
                                + "web,api,12,,,,,10,10,1,3,30\nweb,api,25,,,,,20,9,2,4,31\nweb,api,45,,46,,,42,10,1,3,30\n"
                                + "web,api,51,,,,,60,10,1,3,30\nweb,api,61,,,,,60,,x,3,30\n",
                        "slot_seconds (line 3): differs from line 2; write the same in each row",
                        "poll_seconds (line 3): differs from line 2; write the same in each row",
                        "settling_seconds (line 3): differs from line 2; write the same in each row",
                        "known_until (line 3): differs from line 2; judge with --at, or write the same in each row",
                        "slot_begin (line 4): 1970-01-01T00:00:42Z is not the begin of the slot of"
                                + " 1970-01-01T00:00:45Z; slots of a pipeline follow each other, and hold one sale each",
                        "known_until (line 4): the row knows of 1970-01-01T00:00:46Z, which is later; correct it, or judge"
                                + " with --at",
                        "slot_begin (line 5): 1970-01-01T00:01:00Z is not the begin of the slot of"
                                + " 1970-01-01T00:00:51Z; slots of a pipeline follow each other, and hold one sale each",
                        "known_until (line 5): the row knows of 1970-01-01T00:00:51Z, which is later; correct it, or judge"
                                + " with --at",
                        "poll_seconds (line 6): \"x\" is not a number of seconds; write one such as 10 or 0.25"),
                List.of(
                        MORE + "web,api,12,,,,,10,,,,\nweb,api,25,,,,,20,0,,,\n",
                        "slot_seconds (line 2): the cell is empty; write when the slot begins and how long it is, or"
                                + " neither",
                        "slot_seconds (line 3): a slot has a length; write seconds, such as 10"),
                List.of(
                        "pipeline,stage,stage,intended,seen_at\n",
                        "stage (line 1): the column is there twice; leave one of them out"),
                List.of(
                        HEADER + "web,api,1,,2\nweb,api,2,,3,,\nweb\n",
                        "line 2: the row has 5 cells, the header 6; write one cell per column, and cells that hold commas"
                                + " in quotes",
                        "line 3: the row has 7 cells, the header 6; write one cell per column, and cells that hold commas"
                                + " in quotes",
                        "line 4: the row has 1 cell, the header 6; write one cell per column, and cells that hold commas"
                                + " in quotes"),
                List.of(
                        HEADER + ",,,,,\n",
                        "pipeline (line 2): the cell is empty; write the name of the pipeline",
                        "stage (line 2): the cell is empty; write the name of the stage",
                        "intended (line 2): the cell is empty; write when the sale should have happened"),
                List.of(
                        HEADER + "web ,api,1,,,\nweb, api,1,,,\n",
                        "pipeline (line 2): \"web \" begins or ends with a blank; remove it",
                        "stage (line 3): \" api\" begins or ends with a blank; remove it"),
                List.of(
                        HEADER + "web,api,noon,1e9,-1,\n",
                        "intended (line 2): \"noon\"" + time,
                        "missed_at (line 2): \"1e9\"" + time,
                        "seen_at (line 2): \"-1\"" + time),
                List.of(
                        HEADER + "web,api,2026-01-31T18:00:00,1769882400000,2026-01-31 18:00:00Z,\n",
                        "intended (line 2): \"2026-01-31T18:00:00\" has no offset; add Z when it is UTC, else one such as"
                                + " +05:30",
                        "missed_at (line 2): \"1769882400000\" looks like milliseconds; write seconds since 1970, with a"
                                + " fraction if need be",
                        "seen_at (line 2): \"2026-01-31 18:00:00Z\" has a blank between date and time; write a T there"),
                List.of(
                        HEADER + "web,api,1.0123456789,2026-01-31T18:00:00.0123456789Z," + "x".repeat(50) + ",\n",
                        "intended (line 2): \"1.0123456789\" has more than nine digits after the second; write at most"
                                + " nine",
                        "missed_at (line 2): \"2026-01-31T18:00:00.0123456789Z\" has more than nine digits after the"
                                + " second; write at most nine",
                        "seen_at (line 2): \"" + "x".repeat(40) + "…\"" + time),
                List.of(
                        HEADER + "web,api,10,,9.999999999,\nweb,api,20,22,21,\n",
                        "seen_at (line 2): 1970-01-01T00:00:09.999999999Z is before the sale was intended, at"
                                + " 1970-01-01T00:00:10Z; a stage cannot show what has not happened: compare the clocks",
                        "missed_at (line 3): 1970-01-01T00:00:22Z is after the sale was seen, at 1970-01-01T00:00:21Z;"
                                + " write the last read that lacked it, and the first one after which none did"),
                List.of(
                        HEADER + "web,api,10,,,\nweb,app,10,,,\nweb,api,10,,12,\nweb,api,1970-01-01T00:00:10Z,,,\n",
                        "intended (line 4): 1970-01-01T00:00:10Z is there already for this pipeline and stage, in line 2;"
                                + " give each injection one row, and tell those of one second apart by a fraction",
                        "intended (line 5): 1970-01-01T00:00:10Z is there already for this pipeline and stage, in line 2;"
                                + " give each injection one row, and tell those of one second apart by a fraction"),
                List.of(
                        HEADER + "web,api,20,,,\nweb,api,10,,,\nweb,api,10,,,\nweb,api,5,,,\nweb,api,x,,,\n",
                        "intended (line 4): 1970-01-01T00:00:10Z is there already for this pipeline and stage, in line 3;"
                                + " give each injection one row, and tell those of one second apart by a fraction",
                        "intended (line 6): \"x\"" + time),
                List.of(
                        HEADER + "we\"b,api,1,,,\n\"web\"x,api,1,,,\nweb,api,1,,,a\"\n",
                        "line 2: there is a quote inside a cell without quotes; put the cell in quotes and double those"
                                + " within it",
                        "line 3: there is text after a closing quote; put the whole cell in quotes and double those"
                                + " within it",
                        "line 4: there is a quote inside a cell without quotes; put the cell in quotes and double those"
                                + " within it"),
                List.of(
                        HEADER + "web,api,1,,,\"c1\nweb,api,2,,,c1\n",
                        "line 2: a quote is never closed; close it, or double it when it is part of the cell"),
                List.of(
                        HEADER + "web,api,1,,,\"" + "web,api,2,,,c1\n".repeat(100),
                        "line 2: a cell is longer than 1000 bytes; shorten it, or close the quote that it begins with"),
                List.of(
                        HEADER + "web,api,1,,," + "c".repeat(1001) + "\nweb,api,x,,,\n",
                        "line 2: a cell is longer than 1000 bytes; shorten it, or close the quote that it begins with",
                        "intended (line 3): \"x\"" + time));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void everythingThatIsWrongIsToldAtOnceWithItsLineAndItsCure(List<String> fileAndProblems) throws Exception {
        List<String> problems = fileAndProblems.subList(1, fileAndProblems.size());

        assertThat(problemsOf(fileAndProblems.get(0)))
                .isEqualTo("facts.csv: " + problems.size() + (problems.size() == 1 ? " problem" : " problems")
                        + problems.stream().map(one -> "\n  " + one).collect(Collectors.joining()));
    }

    @Test
    void textThatIsNotUtf8IsAProblem() throws Exception {
        byte[] latin = (HEADER + "web,caf\u00e9,1,,2,\nweb,api,1,,2,\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(problemsOf(latin))
                .isEqualTo("facts.csv: 2 problems"
                        + "\n  stage (line 2): \"caf\uFFFD\" is not UTF-8 text; save the file as UTF-8"
                        + "\n  cycle (line 3): \"\uFFFD\" is not UTF-8 text; save the file as UTF-8");
        assertThat(problemsOf(("\uFEFF" + HEADER).getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo("facts.csv: 1 problem\n  line 1: the file is not UTF-8 text; save it as UTF-8");
    }

    @Test
    void oneProblemInManyIsStillToldAndTooManyStopTheReading() throws Exception {
        String known = problemsOf(HEADER + "web,api,x,,,\n".repeat(362));
        String stopped = problemsOf(HEADER + "web,api,x,,,\n".repeat(5_000));

        assertThat(known).startsWith("facts.csv: 362 problems\n").endsWith("\n  and 312 more");
        assertThat(stopped).startsWith("facts.csv (stopped after 1000 problems): 1000 problems\n");
    }

    @Test
    void aFileHasABoundedNumberOfStages() throws Exception {
        String thousand = IntStream.range(0, 1_000)
                .mapToObj(i -> "web,api" + i + ",1,,2,\n")
                .collect(Collectors.joining());

        try (CsvFacts facts = read(HEADER + thousand + thousand.replace(",1,", ",2,"))) {
            assertThat(facts.run().pipelines().get(0).stages()).hasSize(1_000);
            assertThat(slots(facts, "web", "api999", ALWAYS)).hasSize(2);
        }
        assertThat(problemsOf(HEADER + thousand + "web,one too many,1,,2,\n"))
                .isEqualTo("facts.csv: 1 problem\n  stage (line 1002): the file has more than 1000 stages of pipelines;"
                        + " write names there, and split the file if it needs more");
    }

    @Test
    void aFileThatIsNotThereIsSaidToBeMissing() {
        Path missing = folder.resolve("facts.csv");

        assertThatThrownBy(() -> CsvFacts.read(missing, Optional.empty(), ZONE, folder))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no file " + missing + "; name a CSV file of facts");
    }

    @Test
    void aLaterReadWithoutTheSaleProvesThatItWasMissingAtTheJudgedMoment() throws Exception {
        String later = HEADER + """
                web,api,2026-01-01T12:00:00Z,2026-01-01T12:00:01Z,2026-01-01T12:00:02Z,s1
                web,api,2026-01-01T12:01:00Z,2026-01-01T12:01:30Z,2026-01-01T12:30:00Z,s2
                web,api,2026-01-01T12:02:00Z,2026-01-01T12:29:00Z,2026-01-01T12:30:00Z,s2
                web,api,2026-01-01T12:03:00Z,2026-01-01T12:40:00Z,,
                web,api,2026-01-01T12:10:00Z,,2026-01-01T12:10:00Z,s3
                web,api,2026-01-01T12:10:00.000000001Z,,2026-01-01T12:30:00Z,s4
                web,late,2026-01-01T12:11:00Z,,2026-01-01T12:30:00Z,s4
                """;
        String then = HEADER + """
                web,api,2026-01-01T12:00:00Z,2026-01-01T12:00:01Z,2026-01-01T12:00:02Z,s1
                web,api,2026-01-01T12:01:00Z,2026-01-01T12:01:30Z,,
                web,api,2026-01-01T12:02:00Z,2026-01-01T12:10:00Z,,
                web,api,2026-01-01T12:03:00Z,2026-01-01T12:10:00Z,,
                web,api,2026-01-01T12:10:00Z,,2026-01-01T12:10:00Z,s3
                """;
        Instant at = noon(600);
        List<SlotOutcome> known;
        try (CsvFacts facts = CsvFacts.read(file(then), Optional.of(at), ZONE, folder)) {
            known = slots(facts, "web", "api", ALWAYS);
            assertThat(facts.notes()).isEmpty();
        }

        try (CsvFacts facts = CsvFacts.read(file(later), Optional.of(at), ZONE, folder)) {
            assertThat(slots(facts, "web", "api", ALWAYS)).isEqualTo(known);
            assertThat(facts.until()).isEqualTo(at);
            assertThat(facts.run().pipelines().get(0).stages()).containsExactly(elsewhere("api"));
            assertThat(facts.notes())
                    .containsExactly(
                            "2 rows are left out: intended later than 2026-01-01T12:10:00Z.",
                            "2 sales were seen only after 2026-01-01T12:10:00Z and counted as not seen yet.");
        }
    }

    @Test
    void aMomentBeforeAllRowsLeavesNothingToJudge() throws Exception {
        Path csv = file(HEADER + "web,api,10,,,\nweb,api,20,,,\n");

        assertThatThrownBy(() -> CsvFacts.read(csv, Optional.of(epoch(9)), ZONE, folder))
                .isInstanceOf(ConfigException.class)
                .hasMessage("facts.csv: 1 problem\n  line 1: each of the 2 rows is later than 1970-01-01T00:00:09Z;"
                        + " judge at a later moment");
    }

    /** A sale a minute, each visible after 2 s, but none from 13:00 until 14:00. */
    @Test
    void inTheMiddleOfAnOutageThePrefixStopsAtItsFirstSaleUntilThatOneIsLate() throws Exception {
        Path csv = file(HEADER
                + IntStream.range(0, 180)
                        .mapToObj(minute -> {
                            Instant intended = noon(minute * 60L);
                            boolean isOut = minute >= 60 && minute < 120;
                            Instant seen = isOut ? noon(7_200) : intended.plusSeconds(2);
                            return row("api", intended, seen.minusSeconds(1), seen, "s" + minute);
                        })
                        .collect(Collectors.joining()));

        EdgeEvidence early = fiveMinutes(csv, noon(3_600 + 240));
        EdgeEvidence late = fiveMinutes(csv, noon(3_600 + 301));
        EdgeEvidence middle = fiveMinutes(csv, noon(5_400));
        EdgeEvidence end = fiveMinutes(csv, noon(10_800));

        assertThat(early).extracting(EdgeEvidence::slots, EdgeEvidence::late).containsExactly(60L, 0L);
        assertThat(late).extracting(EdgeEvidence::slots, EdgeEvidence::late).containsExactly(61L, 1L);
        assertThat(middle)
                .extracting(EdgeEvidence::slots, EdgeEvidence::late, EdgeEvidence::certainlyLate)
                .containsExactly(85L, 25L, 25L);
        assertThat(end)
                .extracting(EdgeEvidence::slots, EdgeEvidence::late, EdgeEvidence::certainlyLate)
                .containsExactly(180L, 55L, 55L);
        assertThat(end.state()).isEqualTo(State.MISSED);
    }

    private EdgeEvidence fiveMinutes(Path csv, Instant at) throws Exception {
        try (CsvFacts facts = CsvFacts.read(csv, Optional.of(at), ZONE, folder)) {
            return evidence(facts, "web", "api").edges().get(1);
        }
    }

    @Test
    void seventyThreeCleanRowsProveAnEdgeAndSeventyTwoDoNot() throws Exception {
        try (CsvFacts enough = read(clean(73))) {
            assertThat(evidence(enough, "web", "api").edges())
                    .extracting(EdgeEvidence::state)
                    .containsOnly(State.KEPT);
        }
        try (CsvFacts few = read(clean(72))) {
            assertThat(evidence(few, "web", "api").edges())
                    .extracting(EdgeEvidence::state)
                    .containsOnly(State.UNDECIDED);
        }
    }

    private static String clean(int rows) {
        return HEADER
                + IntStream.range(0, rows)
                        .mapToObj(i -> row("api", noon(i * 10L), noon(i * 10L + 3), noon(i * 10L + 4), ""))
                        .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theOrderOfTheRowsAndTheSizeOfTheChunksDoNotMatter(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>(rows(random, 1_500));
        List<String> expected;
        try (CsvFacts facts = read(HEADER + String.join("", rows))) {
            expected = everything(facts);
        }
        Collections.shuffle(rows, random);
        SlotSorter.Bounds bounds =
                new SlotSorter.Bounds(1 + random.nextInt(60), SlotTail.MOST_BYTES, 2 + random.nextInt(6));

        try (CsvFacts facts =
                CsvFacts.read(file(HEADER + String.join("", rows)), Optional.empty(), ZONE, folder, bounds)) {
            assertThat(everything(facts)).isEqualTo(expected);
        }
    }

    /** Rows of two stages with rare outages, jumps over hours, and cycles of every length. */
    private static List<String> rows(Random random, int count) {
        List<String> rows = new ArrayList<>();
        Instant intended = NOON;
        for (int i = 0; i < count; i++) {
            intended = intended.plusNanos(
                    random.nextInt(100) == 0 ? 3_600_000_000_000L : 1 + random.nextInt(2_000_000_000));
            for (String stage : List.of("table", "api")) {
                long delay = random.nextInt(10) == 0 ? 400_000_000_000L : 1_000_000_000L + random.nextInt(5_000_000);
                Instant seen = intended.plusNanos(delay);
                String cycle = "c".repeat(random.nextInt(300)) + i;
                rows.add(
                        random.nextInt(50) == 0
                                ? "web," + stage + ',' + intended + ",,,\n"
                                : row(stage, intended, seen.minusNanos(delay / 2), seen, cycle));
            }
        }
        return rows;
    }

    private static List<String> everything(CsvFacts facts) {
        List<String> everything = new ArrayList<>();
        for (String stage : List.of("table", "api")) {
            WindowEvidence evidence = evidence(facts, "web", stage);
            everything.add(evidence.edges() + " " + evidence.quantiles() + " " + evidence.counts() + " "
                    + evidence.cycles() + " " + evidence.largestAge());
            slots(facts, "web", stage, ALWAYS).forEach(slot -> everything.add(slot.toString()));
        }
        return everything;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void memoryDoesNotGrowWithTheRows(boolean isSorted) throws Exception {
        List<String> rows = new ArrayList<>(rows(new Random(3), 5_000));
        if (!isSorted) {
            Collections.shuffle(rows, new Random(4));
        }

        try (CsvFacts facts =
                CsvFacts.read(file(HEADER + String.join("", rows)), Optional.empty(), ZONE, folder, TINY)) {
            assertThat(facts.mostHeld()).isEqualTo(16);
            assertThat(slots(facts, "web", "api", ALWAYS)).hasSize(5_000);
        }
    }

    @Test
    void duplicatesAreFoundWhereTwoChunksMeet() throws Exception {
        Path csv = file(HEADER
                + IntStream.range(0, 32)
                        .mapToObj(i -> "web,api," + (i < 16 ? i : i - 1) + ",,,\n")
                        .collect(Collectors.joining()));

        assertThatThrownBy(() -> CsvFacts.read(csv, Optional.empty(), ZONE, folder, TINY))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "facts.csv: 1 problem\n  intended (line 18): 1970-01-01T00:00:15Z is there already"
                                + " for this pipeline and stage, in line 17;");
    }

    @Test
    void duplicatesAreFoundHoweverFarApartTheyAre() throws Exception {
        List<String> rows = new ArrayList<>(
                IntStream.range(0, 400).mapToObj(i -> "web,api," + i + ",,,\n").toList());
        Collections.shuffle(rows.subList(1, 399), new Random(5));
        rows.set(399, rows.get(0));
        Path csv = file(HEADER + String.join("", rows));

        assertThatThrownBy(() -> CsvFacts.read(csv, Optional.empty(), ZONE, folder, TINY))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "facts.csv: 1 problem\n  intended (line 401): 1970-01-01T00:00:00Z is there already"
                                + " for this pipeline and stage, in line 2;");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 1_000})
    void aWindowGivesItsSlotsAndNoOthersAtEachCall(int chunk) throws Exception {
        List<String> rows = new ArrayList<>(IntStream.range(0, 1_000)
                .mapToObj(i -> "web,api," + i + ",,," + "\n")
                .toList());
        Collections.shuffle(rows.subList(0, 500), new Random(chunk));
        SlotSorter.Bounds bounds = new SlotSorter.Bounds(chunk, SlotTail.MOST_BYTES, 2);
        Random random = new Random(6);

        try (CsvFacts facts =
                CsvFacts.read(file(HEADER + String.join("", rows)), Optional.empty(), ZONE, folder, bounds)) {
            for (int i = 0; i < 100; i++) {
                int from = random.nextInt(1_100);
                int to = from + 1 + random.nextInt(300);
                assertThat(slots(facts, "web", "api", new TimeWindow("w", epoch(from), epoch(to))))
                        .extracting(SlotOutcome::intended)
                        .containsExactlyElementsOf(IntStream.range(from, Math.min(to, 1_000))
                                .mapToObj(CsvFactsTest::epoch)
                                .toList());
            }
            assertThat(slots(facts, "web", "api", new TimeWindow("w", Instant.MIN, Instant.MAX)))
                    .hasSize(1_000);
        }
    }

    @Test
    void theScratchFolderIsEmptyAfterCloseAndAfterFailure() throws Exception {
        Path scratch = folder.resolve("scratch");
        Path good = file(clean(100));
        CsvFacts.read(good, Optional.empty(), ZONE, scratch, TINY).close();
        assertThat(scratch).isEmptyDirectory();

        Path bad = file(clean(100) + "web\n");
        assertThatThrownBy(() -> CsvFacts.read(bad, Optional.empty(), ZONE, scratch, TINY))
                .isInstanceOf(ConfigException.class);
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void aFileThatIsWrongLeavesNoFileOpen() throws Exception {
        Path bad = file(clean(1) + "web\n");
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getOpenFileDescriptorCount();

        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> CsvFacts.read(bad, Optional.empty(), ZONE, folder, TINY))
                    .isInstanceOf(ConfigException.class);
        }

        assertThat(system.getOpenFileDescriptorCount()).isLessThan(before + 25);
    }

    private static WindowEvidence evidence(CsvFacts facts, String pipeline, String stage) {
        Look look = new Look(
                facts.until(),
                new Rule(0.95, 0.95),
                EDGES,
                Duration.ZERO,
                Duration.ofDays(4),
                Duration.ofDays(1),
                Duration.ZERO);
        TimeWindow window =
                new TimeWindow("run", facts.run().startedAt(), facts.until().plusNanos(1));
        WindowTally tally = new WindowTally(window, look);
        facts.slots(pipeline, stage, window, tally::add);
        return tally.evidence();
    }

    private static List<SlotOutcome> slots(CsvFacts facts, String pipeline, String stage, TimeWindow window) {
        List<SlotOutcome> slots = new ArrayList<>();
        facts.slots(pipeline, stage, window, slots::add);
        return slots;
    }

    private static List<String> cycles(CsvFacts facts, String pipeline, String stage) {
        return slots(facts, pipeline, stage, ALWAYS).stream()
                .map(slot -> ((Outcome.Seen) slot.outcome()).cycle().id())
                .toList();
    }

    private static SlotOutcome slot(long seconds, Outcome outcome) {
        return new SlotOutcome(noon(seconds), noon(seconds), "", outcome);
    }

    private static StageSetup elsewhere(String name) {
        return new StageSetup(name, Duration.ZERO, Duration.ZERO);
    }

    private static String row(String stage, Instant intended, Instant missed, Instant seen, String cycle) {
        return "web," + stage + ',' + intended + ',' + missed + ',' + seen + ',' + cycle + '\n';
    }

    private static Instant noon(long seconds) {
        return NOON.plusSeconds(seconds);
    }

    private static Instant epoch(long seconds) {
        return Instant.ofEpochSecond(seconds);
    }

    private CsvFacts read(String text) throws Exception {
        return CsvFacts.read(file(text), Optional.empty(), ZONE, folder);
    }

    private String problemsOf(String text) throws Exception {
        return problemsOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private String problemsOf(byte[] bytes) throws Exception {
        Path csv = Files.write(folder.resolve("facts.csv"), bytes);
        return Optional.ofNullable(catchThrowableOfType(
                        ConfigException.class, () -> CsvFacts.read(csv, Optional.empty(), ZONE, folder)))
                .map(Throwable::getMessage)
                .orElse("no problem");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("facts.csv"), text);
    }
}
