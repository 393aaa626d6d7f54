package rung.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.evidence.State;
import rung.core.ladder.LadderFile;
import rung.core.ladder.Verdict;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;

class StoryTest {
    private static final long SEED = 47;
    private static final Duration PICK_UP = Duration.ofMinutes(5);

    @TempDir
    private static Path folder;

    private static Story story;

    @BeforeAll
    static void live() throws Exception {
        story = Story.live(folder.resolve("facts.db"), LadderFile.standard(), SEED);
    }

    @Test
    void beforeTheCureTheCountOnThePageWasFortySevenMinutesOldAtPeak() {
        assertThat(story.worstAge(Story.BEFORE)).isBetween(Duration.ofMinutes(45), Duration.ofMinutes(49));
    }

    @Test
    void beforeTheCureOneInFourPickUpPromisesForTheLastUnitWasBroken() {
        assertThat(story.before().brokenAtMost()).isBetween(0.22, 0.28);
    }

    @Test
    void addingConsumersMadeItWorse() {
        assertThat(story.worstAge(Story.BEFORE))
                .isGreaterThan(story.worstAge(Story.WITHOUT_HELP).plusMinutes(10));
    }

    @Test
    void nobodyCouldHaveKnownFromTheQuietHours() {
        assertThat(story.hoursOf(Story.BEFORE).subList(0, 18)).allSatisfy(hour -> assertThat(
                        hour.evidence().at(PICK_UP).orElseThrow().state())
                .isEqualTo(State.KEPT));
    }

    @Test
    void afterTheCureTierThreeIsKeptAtEveryPeak() {
        PipelineReport after = Story.pipeline(story.report(), Story.AFTER);

        assertThat(after.verdict()).isEqualTo(Verdict.MET);
        assertThat(after.promised().windows()).hasSize(2);
        for (WindowReport peak : after.promised().windows()) {
            assertThat(peak.kept()).hasValue(3);
            assertThat(peak.invalidBecause()).isEmpty();
        }
        assertThat(story.after().rightAtLeast()).isGreaterThan(0.97);
    }

    @Test
    void theHeadlineOfTheDayIsItsWorstPeak() {
        PipelineReport before = Story.pipeline(story.report(), Story.BEFORE);

        assertThat(before.verdict()).isEqualTo(Verdict.MISSED);
        assertThat(before.headline().window().name()).isEqualTo("evening");
        assertThat(before.tier()).hasValue(1);
    }

    @Test
    void everySaleOfTheDayWasReturned() {
        assertThat(story.report().pipelines())
                .allSatisfy(pipeline -> assertThat(pipeline.residueUnits()).isZero());
    }
}
