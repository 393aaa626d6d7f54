package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import rung.core.ladder.Ladder;
import rung.core.ladder.LadderFile;
import rung.core.ladder.Tier;
import rung.probe.plan.PipelinePlan;
import rung.probe.plan.PlanFile;
import rung.reporter.metrics.Catalogue;
import rung.reporter.metrics.Metric;

/** The README says nothing that is not so. */
class ReadmeTest {
    private static final Path ROOT = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("tiers.yaml")))
            .findFirst()
            .orElseThrow();

    private static final Terminal TERMINAL = new Terminal(System.out, System.err, Map.of(), "");

    private final String text = Files.readString(ROOT.resolve("README.md"));

    ReadmeTest() throws IOException {}

    @Test
    void itsConfigurationIsValid() throws Exception {
        String yaml = only("(?s)```yaml\n(.*?)```");

        List<PipelinePlan> pipelines = PlanFile.parse("README.md", yaml, LadderFile.standard(), Map.of())
                .pipelines();

        assertThat(pipelines).hasSize(1);
        assertThat(pipelines.get(0).promise().peaks()).containsExactly("evening", "diwali");
        assertThat(pipelines.get(0).keys().size()).isEqualTo(400);
    }

    @Test
    void everyCommandThatItNamesExists() {
        Set<String> commands = new CommandLine(Main.class, new Wiring(TERMINAL))
                .getSubcommands()
                .keySet();

        assertThat(all("\\./rung ([a-z]+)")).isNotEmpty().isSubsetOf(commands);
    }

    @Test
    void everyFileThatItLinksIsThere() {
        assertThat(all("\\]\\(([^)#]+)\\)")).isNotEmpty().allSatisfy(link -> assertThat(ROOT.resolve(link))
                .exists());
    }

    @Test
    void itsLadderIsTheLadder() {
        Ladder ladder = LadderFile.standard();

        for (Tier tier : ladder.tiers()) {
            assertThat(text).contains("| " + tier.number() + " " + tier.shape() + " | " + tier.name() + " |");
        }
    }

    @Test
    void itsFirstScreenShowsAVerdictAndTheTwoCommands() {
        String firstScreen = text.lines().limit(30).collect(Collectors.joining("\n"));

        assertThat(firstScreen).contains("VERDICT   rule:", "./rung demo", "mvn verify");
    }

    @Test
    void whatItSaysOfOtherEstimatorsIsWhatThePageOfAccuracySays() throws IOException {
        String page = Files.readString(ROOT.resolve("src/ACCURACY.md"));
        String section = only("(?s)## How far to trust it\n(.*?)\n## ");

        assertThat(section.lines().filter(line -> line.startsWith("| ") && !line.startsWith("| of |")))
                .hasSizeGreaterThan(4)
                .allSatisfy(row -> assertThat(page).contains("\n" + row + "\n"));
    }

    @Test
    void itsMetricsAreThoseOfTheCatalogue() {
        assertThat(text).contains("<!-- the catalogue: rung metrics list -->\n" + Catalogue.markdown());
        assertThat(Rung.run("metrics", "list").out()).contains(Metric.STALENESS.title(), Metric.AGE.meaning());
        assertThat(Rung.run("metrics", "list", "--json").out()).contains("\"name\" : \"freshness_age_seconds\"");
    }

    private String only(String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .reduce((first, second) -> {
                    throw new AssertionError("more than one " + pattern);
                })
                .orElseThrow();
    }

    private Set<String> all(String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }
}
