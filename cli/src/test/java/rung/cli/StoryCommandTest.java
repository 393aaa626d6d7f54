package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoryCommandTest {
    private static final Pattern DASHBOARD = Pattern.compile("dashboard  (http\\S+)");
    private static final Pattern FACTS = Pattern.compile("\"last_sign_of_life\" : \"([^\"]+)\"");

    @TempDir
    private Path folder;

    private ProcessHandle started = ProcessHandle.current();

    @AfterEach
    void end() {
        if (!started.equals(ProcessHandle.current())) {
            started.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "story --lapse 2m | --lapse is how long the day takes on the dashboard; add --http 8080",
                "story --http 0 --lapse 1s | Invalid value for option '--lapse': a day cannot be shown in 1s; write 5s to 2h, such as 3m",
                "story --http 0 --lapse 24h | Invalid value for option '--lapse': a day cannot be shown in 24h; write 5s to 2h, such as 3m",
                "story --http 0 --lapse soon | Invalid value for option '--lapse': \"soon\" is not a duration; write a whole number and ms, s, m, h or d, such as 90s or 15m",
                "story --http banana | Invalid value for option '--http': \"banana\" is no address to listen on; write a port from 0 to 65535, such as 8080, or HOST:PORT"
            })
    void aWrongTimeLapseIsAnsweredWithWhatIsWrong(String typed, String message) {
        Rung run = Rung.run((Object[]) typed.split(" ", -1));

        assertThat(run.err()).isEqualTo("rung: " + message + "\nSee 'rung story --help'.\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void helpTellsOfTheTimeLapse() {
        assertThat(Rung.run("story", "--help").out())
                .contains("--lapse=D")
                .contains("(default: 3m)")
                .contains("rung story --http 8080 ");
    }

    @Test
    void aDayGrowsInTheBrowserAndASignalEndsItAtOnceAndLeavesNothing() throws Exception {
        Process story = story("10m");
        String url = url(story);
        HttpClient browser = HttpClient.newHttpClient();

        String page = body(browser, url);
        assertThat(page)
                .contains("time-lapse ×144: simulated day", "Simulated: a day in virtual time", "before-unhelped")
                .doesNotContain("Synthetic transactions only");
        String before = factsUpTo(browser, url);
        await().until(() -> !factsUpTo(browser, url).equals(before));
        story.destroy();

        assertThat(story.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(story.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(folder.resolve("stdout")).isEmptyFile();
        assertThat(folder.resolve("stderr"))
                .content()
                .contains("the day takes 10 min there: time passes 144 times as fast\n", "(Ctrl-C ends it)")
                .containsPattern(
                        "interrupted at \\d\\d:\\d\\d of the simulated day: its story was not told to the end\n$")
                .doesNotContain("\tat ", "Exception");
        try (Stream<Path> left = Files.list(Files.createDirectories(folder.resolve("tmp")))) {
            assertThat(left.filter(one -> one.getFileName().toString().startsWith("rung-story")))
                    .isEmpty();
        }
    }

    @Test
    void whenTheDayIsOverItsReportIsPrintedAndItsEndStaysUntilASignal() throws Exception {
        Process story = story("5s", "--json");
        String url = url(story);
        HttpClient browser = HttpClient.newHttpClient();

        await().atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(folder.resolve("stderr")).contains("the day is over"));
        await().until(() -> body(browser, url).contains("2 of 3 pipelines miss their promise"));
        story.destroy();

        assertThat(story.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(story.exitValue()).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(folder.resolve("stdout")))
                .startsWith("{")
                .contains("\"before-unhelped\"")
                .endsWith("}\n");
    }

    private Process story(String lapse, String... more) throws IOException {
        Stream<String> command = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                "rung.cli.Main",
                "story",
                "--http",
                "0",
                "--lapse",
                lapse);
        Process story = new ProcessBuilder(
                        Stream.concat(command, Stream.of(more)).toList())
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        started = story.toHandle();
        return story;
    }

    private String url(Process story) throws IOException {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !story.isAlive() || dashboard().find());
        Matcher found = dashboard();
        assertThat(found.find()).as(Files.readString(folder.resolve("stderr"))).isTrue();
        return found.group(1);
    }

    private Matcher dashboard() throws IOException {
        return DASHBOARD.matcher(Files.readString(folder.resolve("stderr"), StandardCharsets.UTF_8));
    }

    private static String factsUpTo(HttpClient browser, String url) throws IOException, InterruptedException {
        Matcher at = FACTS.matcher(body(browser, url + "api/v1/status"));
        assertThat(at.find()).isTrue();
        return at.group(1);
    }

    private static String body(HttpClient browser, String url) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
