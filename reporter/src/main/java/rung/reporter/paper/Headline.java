package rung.reporter.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import rung.core.evidence.EdgeEvidence;
import rung.core.ladder.Tier;
import rung.core.ladder.Verdict;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;

/** The answer on top of page one: whether what was promised was kept, and what that means for somebody in a shop. */
final class Headline {
    private static final int NAMED = 3;

    private final Telling telling;

    Headline(Telling telling) {
        this.telling = telling;
    }

    Block.Answer block() {
        List<PipelineReport> promised = telling.worstFirst().stream()
                .filter(pipeline -> pipeline.promise().isMade())
                .toList();
        if (telling.report().pipelines().isEmpty()) {
            return new Block.Answer(
                    "unknown", "Nothing was measured: the run has no pipeline.", List.of("No data is never fresh."));
        }
        if (promised.isEmpty()) {
            return new Block.Answer(
                    "unknown",
                    "No promise was made, so none is judged; below is where each pipeline stands.",
                    meanings(telling.worstFirst()));
        }
        List<PipelineReport> missed = with(promised, Verdict.MISSED);
        List<PipelineReport> open = promised.stream()
                .filter(pipeline -> pipeline.verdict() == Verdict.UNDECIDED || pipeline.verdict() == Verdict.INVALID)
                .toList();
        List<String> sentences = new ArrayList<>();
        if (!missed.isEmpty()) {
            sentences.addAll(meanings(missed));
            if (!open.isEmpty()) {
                sentences.add(count(open.size(), "more promise is", "more promises are") + " not decided: "
                        + names(open) + ".");
            }
            return new Block.Answer(
                    "bad",
                    missed.size() == 1 && promised.size() == 1
                            ? "The promise was not kept: " + names(missed) + "."
                            : missed.size() + " of " + promised.size() + " promises "
                                    + (missed.size() == 1 ? "was" : "were") + " not kept: " + names(missed) + ".",
                    sentences);
        }
        if (!open.isEmpty()) {
            int kept = promised.size() - open.size();
            return new Block.Answer(
                    "unknown",
                    promised.size() == 1
                            ? "It cannot be told yet whether the promise is kept: " + names(open) + "."
                            : open.size() + " of " + promised.size() + " promises cannot be told yet: " + names(open)
                                    + (kept == 0
                                            ? "."
                                            : "; the other " + (kept == 1 ? "one was kept." : kept + " were kept.")),
                    meanings(open));
        }
        return new Block.Answer(
                "good",
                promised.size() == 1
                        ? "The promise was kept: " + names(promised) + "."
                        : "All " + promised.size() + " promises were kept.",
                meanings(promised));
    }

    private static List<PipelineReport> with(List<PipelineReport> pipelines, Verdict verdict) {
        return pipelines.stream()
                .filter(pipeline -> pipeline.verdict() == verdict)
                .toList();
    }

    private String names(List<PipelineReport> pipelines) {
        String named = pipelines.stream().limit(NAMED).map(telling::name).collect(Collectors.joining(", "));
        return pipelines.size() > NAMED ? named + " and " + (pipelines.size() - NAMED) + " more" : named;
    }

    private static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    private List<String> meanings(List<PipelineReport> pipelines) {
        return pipelines.stream().limit(NAMED).map(this::meaning).toList();
    }

    /** One sentence on what happened, one on what it is good for. */
    private String meaning(PipelineReport pipeline) {
        WindowReport window = Telling.told(pipeline);
        String name = telling.name(pipeline);
        if (window.isEmpty()
                || (pipeline.judged().isEmpty() && pipeline.promise().isMade())) {
            return name + ": nothing was measured that could decide it.";
        }
        String where = telling.window(window.window());
        return switch (pipeline.verdict()) {
            case MISSED ->
                name + ": in " + where + ", at least " + late(pipeline, window) + " of the sales that were tested"
                        + " were still missing from the count after " + edge(pipeline)
                        + ". At its oldest the count was "
                        + telling.oldest(window) + " old. " + use(pipeline);
            case INVALID ->
                name + ": the measurement broke its own rules in " + where
                        + " and proves nothing. That is not good news: measure again.";
            case UNDECIDED ->
                name + ": " + telling.inTime(pipeline) + " within " + edge(pipeline) + " so far, in " + where + ". "
                        + decided(pipeline);
            case MET ->
                name + ": even in " + where + ", at least " + proven(pipeline, window)
                        + " of sales showed in the count within " + edge(pipeline) + ". " + use(pipeline);
            case NO_PROMISE -> name + ": in " + where + ", " + telling.within(window) + ". " + use(pipeline);
        };
    }

    private String decided(PipelineReport pipeline) {
        return telling.phrases().evidence(pipeline).stream()
                .filter(phrase -> phrase.startsWith("needs ") || phrase.startsWith("polls are"))
                .findFirst()
                .map(phrase -> "To decide it " + (phrase.startsWith("needs ") ? "one " : "") + phrase + ".")
                .orElse("");
    }

    private String late(PipelineReport pipeline, WindowReport window) {
        EdgeEvidence edge = window.at(telling.promised(pipeline).orElseThrow());
        return telling.words().share((double) edge.certainlyLate() / edge.slots());
    }

    private String proven(PipelineReport pipeline, WindowReport window) {
        return telling.words()
                .share(window.at(telling.promised(pipeline).orElseThrow()).shareAtLeast());
    }

    private String edge(PipelineReport pipeline) {
        return telling.promised(pipeline)
                .map(tier -> telling.words().duration(tier.edge()))
                .orElse("");
    }

    private String use(PipelineReport pipeline) {
        if (pipeline.tier().isEmpty()) {
            return "What such a count is good for is not proven.";
        }
        return telling.report()
                .ladder()
                .tier(pipeline.tier().getAsInt())
                .map(Tier::use)
                .map(use -> "Such a count is good for: " + use + ".")
                .orElse("Such a count is off the ladder: it is good for nothing on it.");
    }
}
