package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown where: colours and symbols as the terminal has them, data on stdout, everything else on stderr. */
class TerminalTest {
    private static final String ESCAPE = "\u001b";

    @TempDir
    private Path folder;

    private Path facts = Path.of("");

    @BeforeEach
    void facts() throws IOException {
        facts = Files.writeString(
                folder.resolve("facts.csv"), "pipeline,stage,intended,seen_at\nweb,api,10,11\nweb,api,20,21\n");
    }

    @Test
    void aPersonSeesColours() {
        assertThat(judge(Rung.COLOURFUL, "1").out()).contains(ESCAPE);
        assertThat(Rung.run(Rung.COLOURFUL, "12", "--help").out()).contains(ESCAPE);
    }

    @Test
    void nobodyElseDoes() {
        assertThat(judge(Rung.COLOURFUL, "").out()).doesNotContain(ESCAPE);
        assertThat(judge(Rung.COLOURFUL, "2").out()).doesNotContain(ESCAPE);
        assertThat(judge(with("NO_COLOR", ""), "1").out()).doesNotContain(ESCAPE);
        assertThat(judge(with("TERM", "dumb"), "1").out()).doesNotContain(ESCAPE);
        assertThat(judge(Map.of(), "1").out()).doesNotContain(ESCAPE);
        assertThat(judge(Rung.COLOURFUL, "1", "--no-color").out()).doesNotContain(ESCAPE);
        assertThat(Rung.run(with("NO_COLOR", ""), "12", "--help").out()).doesNotContain(ESCAPE);
    }

    @Test
    void aTerminalWithoutUnicodeIsSpokenToInAscii() {
        assertThat(judge(with("LANG", "C"), "1").out()).matches(TerminalTest::isAscii);
        assertThat(judge(with("LC_ALL", "POSIX"), "1").out()).matches(TerminalTest::isAscii);
        assertThat(judge(Rung.COLOURFUL, "1").out()).doesNotMatch(TerminalTest::isAscii);
    }

    @Test
    void aFileIsAlwaysUtf8() {
        assertThat(judge(with("LANG", "C"), "").out()).doesNotMatch(TerminalTest::isAscii);
    }

    @Test
    void dataGoesToStdoutAndMessagesToStderr() {
        Rung run = judge(Map.of(), "", "--json", "--at", "15");

        assertThat(run.out()).startsWith("{\n").endsWith("}\n").doesNotContain("note: 1 row");
        assertThat(run.err()).isEqualTo("note: 1 row is left out: intended later than 1970-01-01T00:00:15Z.\n");
    }

    @Test
    void quietKeepsNoticesButNotErrors() {
        assertThat(judge(Map.of(), "", "--quiet", "--at", "15").err()).isEmpty();
        assertThat(judge(Map.of(), "", "--quiet", "--at", "5").err()).startsWith("facts.csv: 1 problem\n");
    }

    @Test
    void theSameFactsGiveTheSameBytesWhetherJsonIsWatchedOrNot() {
        assertThat(judge(Rung.COLOURFUL, "12", "--json").out())
                .isEqualTo(judge(Map.of(), "", "--json").out());
    }

    private Rung judge(Map<String, String> environment, String watched, Object... more) {
        Object[] arguments = new Object[more.length + 2];
        arguments[0] = "judge";
        arguments[1] = facts;
        System.arraycopy(more, 0, arguments, 2, more.length);
        return Rung.run(environment, watched, arguments);
    }

    private static Map<String, String> with(String variable, String value) {
        Map<String, String> environment = new HashMap<>(Rung.COLOURFUL);
        environment.put(variable, value);
        return environment;
    }

    private static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }
}
