package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoryCommandTest {
    private static final Pattern FACTS = Pattern.compile("\"last_sign_of_life\" : \"([^\"]+)\"");

    @TempDir
    private Path folder;

    private @Nullable RungProcess started;

    @AfterEach
    void end() {
        if (started != null) {
            started.close();
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
        RungProcess story = story("10m");
        URI url = story.dashboard();
        HttpClient browser = HttpClient.newHttpClient();

        String page = body(browser, url);
        assertThat(page)
                .contains("time-lapse ×144: simulated day", "Simulated: a day in virtual time", "before-unhelped")
                .doesNotContain("Synthetic transactions only");
        String before = factsUpTo(browser, url);
        await().until(() -> !factsUpTo(browser, url).equals(before));

        assertThat(story.end()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(story.out()).isEmpty();
        assertThat(story.err())
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
        RungProcess story = story("5s", "--json");
        URI url = story.dashboard();
        HttpClient browser = HttpClient.newHttpClient();

        await().atMost(Duration.ofMinutes(1)).until(() -> story.err().contains("the day is over"));
        await().until(() -> body(browser, url).contains("2 of 3 pipelines miss their promise"));

        assertThat(story.end()).isEqualTo(ExitCode.OK);
        assertThat(story.out()).startsWith("{").contains("\"before-unhelped\"").endsWith("}\n");
    }

    private RungProcess story(String lapse, String... more) throws IOException {
        started = RungProcess.start(
                folder,
                Stream.concat(Stream.of("story", "--http", "0", "--lapse", lapse), Stream.of(more))
                        .toArray(String[]::new));
        return started;
    }

    private static String factsUpTo(HttpClient browser, URI url) throws IOException, InterruptedException {
        Matcher at = FACTS.matcher(body(browser, url.resolve("api/v1/status")));
        assertThat(at.find()).isTrue();
        return at.group(1);
    }

    private static String body(HttpClient browser, URI url) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
