package rung.reporter.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rung.core.evidence.State;

class ProgressTest {
    @Test
    void oneLineSaysHowFarTheRunAndEachPipelineAre() {
        Progress progress = new Progress(
                Duration.ofMinutes(15),
                Optional.of(Duration.ofMinutes(20)),
                List.of(
                        new Progress.Pipeline("hot-view", 1_234, 1_233, Optional.empty(), State.KEPT),
                        new Progress.Pipeline(
                                "lakehouse", 228, 226, Optional.of(Duration.ofSeconds(41)), State.UNDECIDED)));

        assertThat(progress.line(Style.UNCOLOURED))
                .isEqualTo(" ██████░░  15 min / 20 min · hot-view ✓ 1,233/1,234 · lakehouse ? 226/228, 41 s");
        assertThat(progress.line(Style.ASCII)).isASCII().startsWith(" ######..  15 min / 20 min | hot-view OK");
    }

    @Test
    void aRunWithoutAnEndHasNoBar() {
        assertThat(new Progress(Duration.ofSeconds(90), Optional.empty(), List.of()).line(Style.UNCOLOURED))
                .isEqualTo(" 1 min 30 s");
    }

    @Test
    void aRunBeyondItsEndHasAFullBar() {
        assertThat(new Progress(Duration.ofSeconds(90), Optional.of(Duration.ofSeconds(60)), List.of())
                        .line(Style.UNCOLOURED))
                .startsWith(" ████████  1 min 30 s");
    }

    @Test
    void pipelinesThatHaveNoRoomAreCounted() {
        List<Progress.Pipeline> many = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            many.add(new Progress.Pipeline(
                    "a-pipeline-with-a-long-name-" + i,
                    1_000_000,
                    1_000_000,
                    Optional.of(Duration.ofSeconds(4000)),
                    State.UNDECIDED));
        }

        String line =
                new Progress(Duration.ofMinutes(1), Optional.of(Duration.ofMinutes(2)), many).line(Style.UNCOLOURED);

        assertThat(line.length()).isLessThanOrEqualTo(Progress.WIDTH);
        assertThat(line).endsWith("· +11 more");
    }
}
