package rung.core.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks of one module and writes what they measured to {@code speed.json}, as JMH has it, and to {@code
 * speed.md}, as a table; a program, no test.
 */
public final class Speed {
    private static final String COMMAND = "mvn -Pspeed verify -DskipTests -pl probe -am";

    private Speed() {}

    /** Takes the package below which benchmarks are run, and the folder of the results. */
    public static void main(String[] args) throws IOException, RunnerException {
        Path folder = Files.createDirectories(Path.of(args[1]));
        Options options = new OptionsBuilder()
                .include("^" + args[0].replace(".", "\\.") + "\\.")
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(folder.resolve("speed.json").toString())
                .build();
        Collection<RunResult> results = new Runner(options).run();
        String table = table(results);
        Files.writeString(folder.resolve("speed.md"), table);
        System.out.println(table);
    }

    private static String table(Collection<RunResult> results) {
        return results.stream()
                .map(Speed::row)
                .collect(Collectors.joining(
                        "", "| what | score | error (99.9 %) | unit | command |\n|---|---|---|---|---|\n", ""));
    }

    private static String row(RunResult result) {
        Result<?> primary = result.getPrimaryResult();
        return "| %s | %s | ± %s | %s | `%s` |\n"
                .formatted(
                        title(result.getParams()),
                        rounded(primary.getScore()),
                        rounded(primary.getScoreError()),
                        primary.getScoreUnit(),
                        COMMAND);
    }

    /** The benchmark's name as words, and its parameters. */
    private static String title(BenchmarkParams params) {
        String name = params.getBenchmark();
        String method = name.substring(name.lastIndexOf('.') + 1);
        String words = method.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        return params.getParamsKeys().stream()
                .map(key -> ", " + params.getParam(key) + " "
                        + key.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("", words, ""));
    }

    private static String rounded(double number) {
        return number >= 100 ? String.format(Locale.ROOT, "%,.0f", number) : String.format(Locale.ROOT, "%.3g", number);
    }
}
