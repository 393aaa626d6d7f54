package rung.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import rung.core.evidence.State;
import rung.core.ladder.Ladder;
import rung.core.time.Timeline;
import rung.reporter.console.Progress;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;

/** The line that a person watches while a run goes on, written over once a second; silent where nobody watches. */
final class ProgressLine {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final String CLEAR = "\r\u001b[K";

    /** What the log says now. */
    @FunctionalInterface
    interface Look {
        FreshnessReport report() throws IOException;
    }

    private final Terminal terminal;
    private final Output output;
    private final Timeline timeline;
    private final Ladder ladder;
    private final Instant from;
    private final Duration span;
    private final Look look;

    private ProgressLine(
            Terminal terminal,
            Output output,
            Timeline timeline,
            Ladder ladder,
            Instant from,
            Duration span,
            Look look) {
        this.terminal = terminal;
        this.output = output;
        this.timeline = timeline;
        this.ladder = ladder;
        this.from = from;
        this.span = span;
        this.look = look;
    }

    /** Shows the line until what is returned is closed. */
    static Background start(
            Terminal terminal,
            Output output,
            Timeline timeline,
            Ladder ladder,
            Instant from,
            Duration span,
            Look look) {
        ProgressLine line = new ProgressLine(terminal, output, timeline, ladder, from, span, look);
        return Background.start("rung-progress", terminal.interactive() && !output.isQuiet() ? line::loop : () -> {});
    }

    private void loop() throws InterruptedException {
        try {
            for (Instant next = timeline.now(); ; next = next.plus(PERIOD)) {
                timeline.sleepUntil(next);
                terminal.err().print(CLEAR + line());
                terminal.err().flush();
            }
        } catch (InterruptedException e) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
            throw e;
        } catch (IOException | RuntimeException e) {
            terminal.err().println(CLEAR + "no progress to show: " + e.getMessage());
        }
    }

    private String line() throws IOException {
        Duration elapsed = Duration.between(from, timeline.now());
        if (elapsed.isNegative()) {
            return " warming up, the window begins in " + (1 - elapsed.toSeconds()) + " s";
        }
        return new Progress(
                        elapsed.compareTo(span) < 0 ? elapsed : span,
                        Optional.of(span),
                        look.report().pipelines().stream().map(this::pipeline).toList())
                .line(output.style(terminal));
    }

    private Progress.Pipeline pipeline(PipelineReport pipeline) {
        WindowReport window = pipeline.promised().run();
        State state = ladder.tier(pipeline.promise().tier())
                .map(tier -> window.state(tier))
                .orElse(State.UNDECIDED);
        return new Progress.Pipeline(
                pipeline.id(),
                window.evidence().counts().injected(),
                window.evidence().counts().seen(),
                window.evidence().age(),
                state);
    }
}
