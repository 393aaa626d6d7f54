package rung.reporter.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.Quantile;
import rung.core.evidence.State;
import rung.core.evidence.WindowRecord;
import rung.core.ladder.Ladder;
import rung.core.ladder.Place;
import rung.core.ladder.Tier;
import rung.core.ladder.Verdict;
import rung.core.measure.Fact;
import rung.core.measure.TimeWindow;

/** What is said of one pipeline's verdict: each phrase stands for itself, the most important one first. */
public final class Phrases {
    private static final double MEDIAN = 0.5;

    /** Seconds of wait below which its cause does not matter to anybody. */
    private static final double WAIT_WORTH_A_WORD = 1;

    private static final int CYCLES_FOR_A_CADENCE = 3;

    /** So many of a window's sales, and at least such a share of them, are always under way somewhere. */
    private static final long SLOTS_UNDER_WAY = 5;

    private static final double SHARE_UNDER_WAY = 0.05;
    private static final double P95 = 0.95;

    private final FreshnessReport report;
    private final Ladder ladder;
    private final Words words;

    /** Phrases about the pipelines of {@code report}. */
    public Phrases(FreshnessReport report) {
        this.report = report;
        this.ladder = report.ladder();
        this.words = new Words(report.zone(), report.locale());
    }

    /** The verdict in a word, with the window that earned it unless that is the whole period. */
    public String verdict(PipelineReport pipeline) {
        String word =
                switch (pipeline.verdict()) {
                    case MET -> "kept";
                    case MISSED -> "missed";
                    case UNDECIDED -> "undecided";
                    case INVALID -> "invalid";
                    case NO_PROMISE -> "";
                };
        Optional<TimeWindow> peak = judgedPeak(pipeline);
        if (peak.isEmpty() || word.isEmpty()) {
            return word;
        }
        long peaks = promisedPeaks(pipeline);
        return pipeline.verdict() == Verdict.MET && peaks > 1
                ? word + " in all " + words.count(peaks) + " promised windows"
                : word + " in " + named(peak.get());
    }

    private static long promisedPeaks(PipelineReport pipeline) {
        List<String> names = pipeline.promise().peaks();
        return pipeline.promised().windows().stream()
                .filter(window ->
                        names.isEmpty() || names.contains(window.window().name()))
                .count();
    }

    private Optional<TimeWindow> judgedPeak(PipelineReport pipeline) {
        return pipeline.judged().map(WindowReport::window).filter(window -> !window.equals(report.window()));
    }

    private String named(TimeWindow window) {
        return window.name() + ", " + words.stretch(window.from(), window.to());
    }

    /** What a reader must hear of a pipeline beside its verdict, one fact a phrase, the most important first. */
    public List<String> evidence(PipelineReport pipeline) {
        WindowReport window = pipeline.judged().orElse(pipeline.headline());
        List<String> phrases = new ArrayList<>(pipeline.notes());
        if (pipeline.verdict() == Verdict.INVALID) {
            phrases.addAll(window.invalidBecause());
        } else if (pipeline.judged().isPresent()) {
            standing(pipeline, window, phrases);
            percentile(window, phrases);
        }
        otherHeadline(pipeline, window).ifPresent(phrases::add);
        record(pipeline).ifPresent(phrases::add);
        age(pipeline).ifPresent(phrases::add);
        defect(pipeline.promised().run().evidence().counts().lost(), "sale lost", "sales lost")
                .ifPresent(phrases::add);
        defect(most(pipeline, Fact.Anomaly.Kind.WRONG_COUNT), "wrong count", "wrong counts")
                .ifPresent(phrases::add);
        cure(pipeline).ifPresent(phrases::add);
        return phrases;
    }

    private void standing(PipelineReport pipeline, WindowReport window, List<String> phrases) {
        if (!window.isValid()) {
            phrases.addAll(window.invalidBecause());
            return;
        }
        if (window.isEmpty()) {
            phrases.add("nothing measured yet");
            phrases.add(needs(pipeline, ladder.tiers().get(0), window));
            return;
        }
        OptionalInt kept = window.kept();
        Tier asked = ladder.tier(pipeline.promise().tier())
                .or(() -> ladder.tier(kept.orElse(0)))
                .orElseGet(() -> ladder.tier(window.notMissed())
                        .orElse(ladder.tiers().get(ladder.tiers().size() - 1)));
        String worst =
                judgedPeak(pipeline).isPresent() && promisedPeaks(pipeline) > 1 && pipeline.verdict() == Verdict.MET
                        ? "at worst, in " + window.window().name() + ": "
                        : "";
        switch (window.state(asked)) {
            case KEPT -> phrases.add(worst + kept(asked, window));
            case MISSED -> phrases.add(missed(asked, window));
            case UNDECIDED -> undecided(pipeline, asked, window, phrases);
        }
        ladder.tier(kept.orElse(0))
                .filter(tier -> !tier.equals(asked))
                .ifPresent(tier -> phrases.add("kept T" + tier.number() + ": " + kept(tier, window)));
        State state = window.state(asked);
        if (state == State.KEPT) {
            nextFaster(kept.orElse(0)).ifPresent(tier -> phrases.add(next(pipeline, tier, window)));
        } else if (state == State.UNDECIDED) {
            nextFaster(asked.number())
                    .filter(tier -> window.state(tier) == State.MISSED)
                    .ifPresent(tier -> phrases.add(next(pipeline, tier, window)));
        }
    }

    private Optional<Tier> nextFaster(int number) {
        return ladder.tiers().stream().filter(tier -> tier.number() > number).reduce((faster, slower) -> slower);
    }

    private String next(PipelineReport pipeline, Tier tier, WindowReport window) {
        return window.state(tier) == State.MISSED
                ? "missed T" + tier.number() + ": " + missed(tier, window)
                : "T" + tier.number() + " undecided, " + needs(pipeline, tier, window);
    }

    private String kept(Tier tier, WindowReport window) {
        long slots = window.at(tier).slots();
        return inTime(tier, window) + ", "
                + (isHeldUp(tier, window)
                        ? "the first " + words.count(slots) + " of "
                                + slots(window.evidence().counts().slots())
                        : slots(slots));
    }

    /** Whether the claim ends well before the window does, because sales behind it are neither in time nor late yet. */
    private static boolean isHeldUp(Tier tier, WindowReport window) {
        long offered = window.evidence().counts().slots();
        return offered - window.at(tier).slots() > Math.max(SLOTS_UNDER_WAY, offered * SHARE_UNDER_WAY);
    }

    private String inTime(Tier tier, WindowReport window) {
        EdgeEvidence evidence = window.at(tier);
        return words.share(evidence.inTimeShare().orElse(0)) + " within " + words.duration(tier.edge()) + " (at least "
                + words.share(evidence.shareAtLeast()) + ")";
    }

    private String missed(Tier tier, WindowReport window) {
        EdgeEvidence evidence = window.at(tier);
        return words.share((double) evidence.certainlyLate() / evidence.slots()) + " of " + slots(evidence.slots())
                + " late after " + words.duration(tier.edge());
    }

    private void undecided(PipelineReport pipeline, Tier tier, WindowReport window, List<String> phrases) {
        EdgeEvidence evidence = window.at(tier);
        if (evidence.slots() == 0) {
            phrases.add("no sale known in time or late yet");
        } else if (evidence.late() == 0) {
            phrases.add(slots(evidence.slots()) + " so far, none late after " + words.duration(tier.edge()));
        } else {
            phrases.add(slots(evidence.slots()) + " so far, " + inTime(tier, window));
        }
        phrases.add(needs(pipeline, tier, window));
    }

    private String needs(PipelineReport pipeline, Tier tier, WindowReport window) {
        EdgeEvidence evidence = window.at(tier);
        if (!evidence.judged()) {
            return "polls are too far apart to judge " + words.duration(tier.edge());
        }
        long needed = evidence.slotsToKeep();
        String slots = "needs " + words.count(needed) + " more clean " + (needed == 1 ? "slot" : "slots");
        return isHeldUp(tier, window)
                ? slots + ", once the unseen sales behind them are known in time or late"
                : slots + ", about " + words.duration(pipeline.slot().multipliedBy(needed));
    }

    private String slots(long slots) {
        return words.count(slots) + (slots == 1 ? " slot" : " slots");
    }

    private void percentile(WindowReport window, List<String> phrases) {
        Optional<Quantile> p95 = window.evidence().quantiles().stream()
                .filter(quantile -> quantile.quantile() == P95)
                .findFirst();
        if (window.isEmpty() || p95.isEmpty()) {
            return;
        }
        Optional<Duration> estimate = supported(p95.get());
        String place = estimate.map(this::place).orElse("");
        String text = "p95 " + percentile(p95.get()) + interval(p95.get());
        phrases.add(place.isEmpty() ? text : text + ": " + place);
    }

    /** The estimate, where the sample is large enough for an upper bound. */
    private static Optional<Duration> supported(Quantile quantile) {
        return quantile.upper().isPresent() && quantile.estimate().isPresent()
                ? Optional.of(seconds(quantile.estimate().getAsDouble()))
                : Optional.empty();
    }

    /** The percentile, what it is at least where the sample supports no more, or a dash. */
    public String percentile(Quantile quantile) {
        OptionalDouble lower = quantile.lower();
        return supported(quantile)
                .map(words::duration)
                .orElseGet(() -> lower.isPresent() && lower.getAsDouble() > 0
                        ? "at least " + words.duration(seconds(lower.getAsDouble()))
                        : "–");
    }

    private String interval(Quantile quantile) {
        if (supported(quantile).isEmpty()) {
            return "";
        }
        String lower = words.duration(seconds(quantile.lower().orElse(0)));
        String upper = words.duration(seconds(quantile.upper().orElseThrow()));
        if (quantile.lower().orElse(0) <= 0) {
            return " (at most " + upper + ")";
        }
        return lower.equals(upper) ? "" : " (" + lower + " to " + upper + ")";
    }

    private String place(Duration staleness) {
        Place place = ladder.place(staleness);
        int faster = place.tier() == 0
                ? ladder.tiers().get(ladder.tiers().size() - 1).number()
                : place.tier() + 1;
        String slower = ladder.tier(faster)
                .map(tier -> "slower than tier " + tier.number() + " by " + words.duration(place.distance()))
                .orElse("");
        return switch (place.position()) {
            case WITHIN -> "";
            case FASTER_THAN_BAND ->
                "faster than the band of tier " + place.tier() + (slower.isEmpty() ? "" : ", " + slower);
            case OFF_THE_LADDER -> "off the ladder, " + slower;
        };
    }

    private Optional<String> otherHeadline(PipelineReport pipeline, WindowReport told) {
        WindowReport headline = pipeline.headline();
        if (headline.window().equals(told.window())) {
            return Optional.empty();
        }
        String tier = pipeline.tier().isPresent() ? "only T" + pipeline.tier().getAsInt() : "nothing";
        boolean isWorse = !headline.kept().equals(told.kept());
        return isWorse ? Optional.of(tier + " proven kept in " + named(headline.window())) : Optional.empty();
    }

    /**
     * Where most of the wait is, and how often the stage there commits; absent while a median is not known. Medians of
     * stages do not add up to the median of the whole, so the share is of their differences and is said to be about.
     */
    public Optional<String> cause(PipelineReport pipeline) {
        double before = 0;
        double longest = 0;
        String where = "";
        String cadence = "";
        for (StageReport stage : pipeline.stages()) {
            Optional<Duration> median = stage.run().evidence().quantiles().stream()
                    .filter(quantile -> quantile.quantile() == MEDIAN)
                    .findFirst()
                    .flatMap(Phrases::supported);
            if (median.isEmpty()) {
                return Optional.empty();
            }
            double until = median.get().toNanos() / 1e9;
            if (until - before > longest) {
                longest = until - before;
                where = stage.id();
                cadence = cadence(stage);
            }
            before = Math.max(before, until);
        }
        return pipeline.stages().size() < 2 || longest < WAIT_WORTH_A_WORD
                ? Optional.empty()
                : Optional.of("about " + words.share(Math.round(100 * longest / before) / 100.0)
                        + " of the wait is before " + where + cadence);
    }

    private String cadence(StageReport stage) {
        long cycles = stage.run().evidence().cycles();
        return cycles < CYCLES_FOR_A_CADENCE
                ? ""
                : ", which commits about every "
                        + words.duration(stage.run().window().length().dividedBy(cycles));
    }

    /** How a missed tier is reached. */
    private Optional<String> cure(PipelineReport pipeline) {
        return pipeline.verdict() != Verdict.MISSED
                ? Optional.empty()
                : ladder.tier(pipeline.promise().tier())
                        .map(tier -> "T" + tier.number() + " is reached by " + tier.architecture());
    }

    private Optional<String> record(PipelineReport pipeline) {
        return pipeline.promised().weakestRecord(pipeline.promise().peaks()).flatMap(this::record);
    }

    private Optional<String> record(NamedRecord named) {
        WindowRecord record = named.record();
        if (record.windows() < 2 || named.tier() == 0) {
            return Optional.empty();
        }
        String kept = named.name() + ": T" + named.tier() + " kept in " + words.count(record.kept()) + " of "
                + words.count(record.windows()) + (record.windows() == 1 ? " window" : " windows");
        return Optional.of(
                record.kept() == 0 ? kept : kept + " (at least " + words.share(record.atLeast()) + " of such windows)");
    }

    private Optional<String> defect(long count, String one, String many) {
        return count == 0 ? Optional.empty() : Optional.of(words.count(count) + " " + (count == 1 ? one : many));
    }

    /** The count at the stage that shows most of them: a later stage shows an earlier one's again. */
    public static long most(PipelineReport pipeline, Fact.Anomaly.Kind kind) {
        return pipeline.stages().stream()
                .mapToLong(stage -> stage.run().anomalies(kind))
                .max()
                .orElse(0);
    }

    /** The oldest sale that a reader cannot see now, where it is worth a word: nothing is proven, or it is over the edge. */
    private Optional<String> age(PipelineReport pipeline) {
        WindowReport run = pipeline.promised().run();
        Optional<Duration> age = run.evidence().age();
        Duration edge = ladder.tier(pipeline.promise().tier())
                .orElse(ladder.tiers().get(0))
                .edge();
        boolean isCalm = pipeline.verdict() == Verdict.MET || pipeline.verdict() == Verdict.NO_PROMISE;
        boolean isHeldUp = ladder.tier(pipeline.promise().tier())
                .or(() -> ladder.tier(run.kept().orElse(0)))
                .map(tier -> isHeldUp(tier, run))
                .orElse(true);
        return age.filter(one -> !isCalm || isHeldUp || one.compareTo(edge) > 0)
                .map(one -> "oldest unseen sale " + words.duration(one)
                        + (one.compareTo(run.evidence().largestAge()) >= 0 ? ", and rising" : ""));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
