package rung.reporter.web;

import java.util.List;
import java.util.stream.Collectors;
import rung.core.ladder.Verdict;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;

/**
 * The one sentence on top of the ladder: whether what was promised is kept.
 *
 * @param tone how it is shown
 * @param text for a person
 */
public record Banner(Tone tone, String text) {
    private static final int NAMED = 3;

    /** How urgent it is. */
    public enum Tone {
        GOOD,
        BAD,
        UNKNOWN
    }

    /** What is to be said of {@code report}. */
    static Banner of(FreshnessReport report) {
        List<PipelineReport> promised = report.pipelines().stream()
                .filter(pipeline -> pipeline.promise().isMade())
                .toList();
        if (promised.isEmpty()) {
            return new Banner(
                    Tone.UNKNOWN, "No pipeline promises a tier, so nothing is judged; each shows where it stands.");
        }
        List<PipelineReport> missed = with(promised, Verdict.MISSED);
        List<PipelineReport> invalid = with(promised, Verdict.INVALID);
        List<PipelineReport> undecided = with(promised, Verdict.UNDECIDED);
        if (!missed.isEmpty()) {
            return new Banner(
                    Tone.BAD,
                    of(missed, promised) + (missed.size() == 1 ? " misses its promise: " : " miss their promise: ")
                            + names(missed) + "." + rest(undecided.size(), "cannot be told yet")
                            + (invalid.size() == 1
                                    ? " 1 more proves nothing, for its measurement is invalid."
                                    : rest(invalid.size(), "prove nothing, for their measurements are invalid")));
        }
        if (!invalid.isEmpty()) {
            return new Banner(
                    Tone.UNKNOWN,
                    "The measurement of " + names(invalid) + " is invalid: it proves nothing."
                            + rest(undecided.size(), "cannot be told yet"));
        }
        if (!undecided.isEmpty()) {
            return new Banner(Tone.UNKNOWN, of(undecided, promised) + " cannot be told yet: " + names(undecided) + ".");
        }
        return new Banner(
                Tone.GOOD,
                promised.size() == 1 ? "The one promise is kept." : "All " + promised.size() + " promises are kept.");
    }

    private static List<PipelineReport> with(List<PipelineReport> pipelines, Verdict verdict) {
        return pipelines.stream()
                .filter(pipeline -> pipeline.verdict() == verdict)
                .toList();
    }

    private static String of(List<PipelineReport> some, List<PipelineReport> all) {
        return some.size() + " of " + all.size() + (all.size() == 1 ? " pipeline" : " pipelines");
    }

    private static String rest(int count, String what) {
        return count == 0 ? "" : " " + count + " more " + what + ".";
    }

    private static String names(List<PipelineReport> pipelines) {
        String named = pipelines.stream()
                .limit(NAMED)
                .map(PipelineReport::id)
                .map(Shown::name)
                .collect(Collectors.joining(", "));
        return pipelines.size() > NAMED ? named + " and " + (pipelines.size() - NAMED) + " more" : named;
    }
}
