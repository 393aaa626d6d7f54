package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "judg | there is no command \"judg\"; did you mean judge? | rung",
                "banana | there is no command \"banana\" | rung",
                "config valdate | there is no command \"valdate\"; did you mean validate? | rung config",
                "demo --fro 20s | there is no option --fro; did you mean --for? | rung demo",
                "demo --jsn=1 | there is no option --jsn; did you mean --json? | rung demo",
                "demo now | \"now\" is one argument too many | rung demo",
                "demo --for 0s | Invalid value for option '--for': nothing can be measured in 0s; write 30s or more |"
                        + " rung demo",
                "demo --for banana | Invalid value for option '--for': \"banana\" is not a duration; write a whole"
                        + " number and ms, s, m, h or d, such as 90s or 15m | rung demo",
                "canary | Missing required options: '--config=FILE', '--for=D' | rung canary",
                "judge | Missing required parameter: 'FILE' | rung judge",
                "judge f.csv --json --plain | --json, --plain are mutually exclusive (specify only one) | rung judge",
                "judge f.csv --at noon | Invalid value for option '--at': \"noon\" is no time; write ISO 8601 with an"
                        + " offset, such as 2026-11-22T18:00:00+05:30, or seconds since 1970 | rung judge",
                "judge f.csv --window 1 | Invalid value for option '--window': \"1\" is no window; write FROM/TO, such"
                        + " as 2026-11-22T18:00:00Z/2026-11-22T22:00:00Z | rung judge",
                "judge f.csv --window 1/x | Invalid value for option '--window': \"x\" is no time; write ISO 8601 with"
                        + " an offset, such as 2026-11-22T18:00:00+05:30, or seconds since 1970 | rung judge",
                "judge f.csv --window 9/1 | Invalid value for option '--window': the window ends before it begins: 9/1"
                        + " | rung judge",
                "log exprt | there is no command \"exprt\"; did you mean export? | rung log",
                "log export | Missing required parameter: 'LOG' | rung log export",
                "log export f.db --from noon | Invalid value for option '--from': \"noon\" is no time; write ISO 8601"
                        + " with an offset, such as 2026-11-22T18:00:00+05:30, or seconds since 1970 | rung log export",
                "calibrate --runs 1 | Invalid value for option '--runs': write 2 to 100,000; more are more exact |"
                        + " rung calibrate",
                "calibrate --plain | there is no option --plain | rung calibrate",
                "story --seed x | Invalid value for option '--seed': 'x' is not a long | rung story"
            })
    void aWrongCommandLineIsAnsweredWithWhatIsWrongAndWhereToReadOn(String typed, String message, String command) {
        Rung run = Rung.run((Object[]) typed.split(" ", -1));

        assertThat(run.err()).isEqualTo("rung: " + message + "\nSee '" + command + " --help'.\n");
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--help", "help"})
    void withoutACommandItSaysWhatThereIs(String typed) {
        Rung run = typed.isEmpty() ? Rung.run() : Rung.run(typed);

        assertThat(run.out())
                .contains("demo        Measures a retailer in a box, on this machine alone.\n")
                .contains("\n  130   interrupted;");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void helpOfACommandIsTheSameHoweverItIsAskedFor() {
        assertThat(Rung.run("help", "demo")).isEqualTo(Rung.run("demo", "--help"));
        assertThat(Rung.run("help", "demo").out()).startsWith("Usage: rung demo ");
        assertThat(Rung.run("config").out())
                .isEqualTo(Rung.run("config", "--help").out());
    }

    @Test
    void theVersionNamesRungAndJava() {
        Rung run = Rung.run("--version");

        assertThat(run.out()).startsWith("rung ").contains("\njava " + Runtime.version());
        assertThat(run.exitCode()).isZero();
    }

    static Stream<List<String>> commands() {
        List<List<String>> paths = new ArrayList<>();
        Terminal nobody = new Terminal(System.out, System.err, Rung.NOBODY, "");
        collect(new CommandLine(new Main(nobody), new Wiring(nobody)), List.of(), paths);
        return paths.stream().filter(path -> !path.contains("help"));
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> paths) {
        paths.add(path);
        command.getSubcommands().forEach((name, sub) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(sub, longer, paths);
        });
    }

    /** picocli breaks what is wider; an example that is broken cannot be copied. */
    @ParameterizedTest
    @MethodSource("commands")
    void examplesAreNotBrokenAndCommandsAreDescribedInOneLine(List<String> path) {
        List<String> typed = new ArrayList<>(path);
        typed.add("--help");

        Rung run = Rung.run(typed.toArray());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(run.out()
                        .lines()
                        .dropWhile(line -> !line.startsWith("Example"))
                        .skip(1))
                .allSatisfy(line -> assertThat(line).startsWith("  "));
        assertThat(run.out()
                        .lines()
                        .dropWhile(line -> !line.equals("Commands:"))
                        .takeWhile(line -> !line.isEmpty())
                        .skip(1))
                .allSatisfy(line -> assertThat(line).matches("  [a-z]+ +[A-Z].*\\."));
    }

    @Test
    void aReferencePipelineThatThereIsNotIsAMistakeOfTheUsers() {
        Rung run = Rung.run("demo", "--pipeline", "cdc-flnk");

        assertThat(run.err()).startsWith("rung: there is no reference pipeline \"cdc-flnk\"; did you mean cdc-flink?");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void theShellCompletesEveryCommand() {
        Rung run = Rung.run("completion");

        assertThat(run.out())
                .contains("demo story doctor canary serve judge log report calibrate metrics config completion")
                .contains("--window");
        assertThat(run.exitCode()).isZero();
    }
}
