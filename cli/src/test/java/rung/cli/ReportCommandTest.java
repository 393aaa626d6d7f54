package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.cli.story.Story;
import rung.core.ladder.LadderFile;

class ReportCommandTest {
    private static final String FROM = "2026-11-07T17:00";

    /** A day of three retailers, whose pipelines promise a tier in peaks. */
    @TempDir
    private static Path day;

    @TempDir
    private Path folder;

    @BeforeAll
    static void live() throws Exception {
        Story.live(day.resolve(Session.LOG), LadderFile.standard(), 47);
    }

    @Test
    void allFormsAreWrittenAndNamedOnStdoutAndTheVerdictIsTheExitCode() throws Exception {
        Rung run = Rung.run("report", day, "--from", FROM, "--to", "2026-11-07T23:00", "-o", folder);

        assertThat(run.out().lines())
                .containsExactlyInAnyOrder(
                        folder.resolve("report.json").toString(),
                        folder.resolve("report.pdf").toString(),
                        folder.resolve("report.html").toString());
        assertThat(Files.readAllBytes(folder.resolve("report.pdf")))
                .startsWith("%PDF-".getBytes(StandardCharsets.US_ASCII));
        assertThat(html()).contains("7 Nov 2026, 17:00:00 IST (UTC+05:30) to 7 Nov 2026, 23:00:00 IST (UTC+05:30)");
        assertThat(run.err())
                .isEqualTo("note: promises of this run are for peaks, whose calendar is in its pipelines.yaml; name it"
                        + " with -c\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNDECIDED);
    }

    @Test
    void oneFormOfOnePipelineInAnotherZone() throws Exception {
        Rung run = Rung.run(
                "report",
                day,
                "--format",
                "html",
                "--pipelines",
                "after",
                "--zone",
                "UTC",
                "-q",
                "--exit-zero",
                "-o",
                folder);

        assertThat(html()).contains("6 Nov 2026, 18:30:00 UTC to ", ">after<").doesNotContain("before-unhelped");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("report.html"));
        }
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void theSameLogAndOptionsGiveTheSameBytes() throws Exception {
        Path again = folder.resolve("again");
        Object[] options = {"report", day, "--from", FROM, "--pipelines", "before", "-q", "-o"};

        Rung.run(Stream.concat(Stream.of(options), Stream.of(folder)).toArray());
        Rung.run(Stream.concat(Stream.of(options), Stream.of(again)).toArray());

        for (String name : new String[] {"report.pdf", "report.html", "report.json"}) {
            assertThat(folder.resolve(name)).hasSameBinaryContentAs(again.resolve(name));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--pipelines befor | the log has no pipeline \"befor\"; did you mean \"before\"?",
                "--from 2027-01-01T00:00 | the period ends before it begins",
                "--from 2026-11-07T12:00 --to 2026-11-07T11:00 | the period ends before it begins",
                "--to 2026-11-01T00:00 | the period ends before it begins",
                "--from 2020-01-01T00:00 --to 2020-01-02T00:00 | holds nothing of the run, which has facts from"
                        + " 2026-11-06T18:30:00Z to",
                "--from noon | Invalid value for option '--from': \"noon\" is no time; write ISO 8601",
                "--zone Mars | Invalid value for option '--zone': \"Mars\" is no time zone; write one such as"
                        + " Asia/Kolkata",
                "--paper a5 | Invalid value for option '--paper': \"a5\" is no paper; write a4 or letter",
                "--format doc | \"doc\" is no form; write pdf, html or json",
            })
    void aMistakeIsToldWithItsCure(String typed, String message) {
        Rung run = Rung.run(Stream.concat(Stream.of("report", day, "-o", folder), Stream.of(typed.split(" ")))
                .toArray());

        assertThat(run.err()).contains("rung: ").contains(message).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private String html() throws IOException {
        return Files.readString(folder.resolve("report.html"));
    }
}
