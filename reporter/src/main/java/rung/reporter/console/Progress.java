package rung.reporter.console;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import rung.core.config.Durations;
import rung.core.evidence.State;
import rung.core.ladder.Verdict;

/**
 * How far a run is, for one line of a terminal that is written over and over.
 *
 * @param elapsed since the run began
 * @param total that it will take; absent when it has no end
 * @param pipelines in the order in which the run declares them
 */
public record Progress(Duration elapsed, Optional<Duration> total, List<Pipeline> pipelines) {
    /** The widest line. */
    public static final int WIDTH = 120;

    private static final int BAR = 8;
    private static final int NAME_LIMIT = 20;

    /**
     * How far one pipeline is, at its promised stage.
     *
     * @param name of the pipeline
     * @param injected sales so far
     * @param seen sales of them that the stage showed
     * @param oldestAge of the oldest sale not yet seen; absent when none is waiting
     * @param state of the promised tier so far
     */
    public record Pipeline(String name, long injected, long seen, Optional<Duration> oldestAge, State state) {}

    public Progress {
        pipelines = List.copyOf(pipelines);
    }

    /**
     * One line of at most {@link #WIDTH} columns, without a newline: per pipeline its state, the sales seen of those
     * injected, and the age of the oldest one unseen; pipelines that have no room are counted.
     */
    public String line(Style style) {
        String line = " " + style.text(total.map(this::bar).orElse("") + time());
        for (int i = 0; i < pipelines.size(); i++) {
            String next = style.text(" · ") + pipeline(pipelines.get(i), style);
            int left = pipelines.size() - i - 1;
            int room = WIDTH - (left == 0 ? 0 : more(left, style).length());
            if (Columns.width(line + next) > room) {
                return Columns.cut(line + more(left + 1, style), WIDTH);
            }
            line += next;
        }
        return line;
    }

    private String bar(Duration whole) {
        long filled = whole.isZero() ? BAR : Math.min(BAR, BAR * elapsed.toMillis() / Math.max(1, whole.toMillis()));
        return "█".repeat((int) filled) + "░".repeat((int) (BAR - filled)) + "  ";
    }

    private String time() {
        return Durations.words(elapsed)
                + total.map(whole -> " / " + Durations.words(whole)).orElse("");
    }

    private static String pipeline(Pipeline pipeline, Style style) {
        String age = pipeline.oldestAge()
                .map(oldest -> ", " + Durations.words(oldest))
                .orElse("");
        return style.text(Columns.cut(style.text(pipeline.name()), NAME_LIMIT)) + " "
                + style.symbol(Verdict.of(pipeline.state()))
                + String.format(Locale.ROOT, " %,d/%,d", pipeline.seen(), pipeline.injected()) + style.text(age);
    }

    private static String more(int pipelines, Style style) {
        return style.text(" · ") + "+" + pipelines + " more";
    }
}
