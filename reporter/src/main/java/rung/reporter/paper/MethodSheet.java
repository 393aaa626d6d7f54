package rung.reporter.paper;

import java.util.ArrayList;
import java.util.List;
import rung.core.calibration.Calibration;
import rung.core.calibration.KnownLag;
import rung.core.calibration.KnownPipeline;
import rung.core.config.Durations;
import rung.core.measure.PipelineSetup;
import rung.core.measure.StageSetup;
import rung.reporter.chart.Plain;
import rung.reporter.report.Build;
import rung.reporter.report.Hashes;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.WindowReport;

/** The appendix: how it was measured and judged, what was left out, how good the instrument is, and what words mean. */
final class MethodSheet {
    private static final int MOST_ROWS = 60;

    private final TierReport tierReport;
    private final Telling telling;

    MethodSheet(TierReport tierReport, Telling telling) {
        this.tierReport = tierReport;
        this.telling = telling;
    }

    Sheet sheet() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading("Method"));
        blocks.add(new Block.Items(method()));
        blocks.add(new Block.Table(
                "What each tier is good for, and what reaches it",
                List.of("Tier", "Shows within", "Good for", "Reached by"),
                List.of(20, 12, 28, 40),
                telling.report().ladder().tiers().stream()
                        .map(tier -> List.of(
                                Cell.of(Telling.sign(tier) + " " + tier.name()),
                                Cell.figure(telling.words().duration(tier.edge())),
                                Cell.of(tier.use()),
                                Cell.of(tier.architecture())))
                        .toList()));
        blocks.add(new Block.Heading("What was left out, and what counts against"));
        blocks.add(new Block.Items(exclusions()));
        blocks.add(new Block.Heading("The instrument"));
        blocks.addAll(instrument());
        if (!tierReport.setups().isEmpty()) {
            blocks.add(setups());
        }
        blocks.add(origin());
        blocks.add(Glossary.table());
        return new Sheet("method", "Method and sources", "How was this found out, and how can it be checked?", blocks);
    }

    private List<String> method() {
        String share = telling.words().share(telling.report().ladder().rule().share());
        String confidence =
                telling.words().share(telling.report().ladder().rule().confidence());
        return List.of(
                "Rung makes sales of its own, one at a random moment of each slot, at keys that no customer touches,"
                        + " and returns each. It reads every stage until the count shows the sale.",
                "Staleness counts from the moment at which the sale should have happened. It is known between two"
                        + " bounds: the last look without the sale began, and the first with it had answered. What is said"
                        + " to be kept believes the upper bound, what is said to be missed the lower.",
                "A sale that has not arrived counts at its age and is never dropped. A slot that the probe spoilt is"
                        + " unmeasured: it counts against kept, and for nothing against missed.",
                "Kept in a window: proven at " + confidence
                        + " confidence, at every look and however bursty the lateness,"
                        + " that at least " + share
                        + " of that window's sales were in time. Missed: the contrary is proven."
                        + " Else undecided, with what would decide it.",
                "Windows that were declared before are judged one by one and never pooled with quiet hours. A pipeline"
                        + " stands on the tier of its worst declared window. Kept speaks of the sales of the window that"
                        + " was measured, not of tomorrow's.",
                "Percentiles have 95 % intervals from the ranks of the sample, with no assumption about its shape, and"
                        + " are said to be at least so much where the sample supports no more. Percentiles of stages do"
                        + " not add up.");
    }

    private List<String> exclusions() {
        List<String> items = new ArrayList<>();
        for (PipelineReport pipeline : telling.worstFirst()) {
            WindowReport run = pipeline.promised().run();
            long unmeasured = run.evidence().counts().unmeasured();
            if (unmeasured > 0) {
                items.add(telling.name(pipeline) + ": " + telling.words().count(unmeasured) + " of "
                        + telling.sales(run.evidence().counts().slots()) + " could not be measured.");
            }
            if (!run.unreadable().isZero()) {
                items.add(telling.name(pipeline) + ": "
                        + Plain.name(pipeline.promise().stage())
                        + " could not be read for " + telling.words().duration(run.unreadable())
                        + "; what showed then is known less exactly, and nobody is convicted by it.");
            }
            run.invalidBecause().forEach(why -> items.add(telling.name(pipeline) + ", the whole period: " + why));
            pipeline.promised().windows().stream()
                    .filter(window -> !window.isValid())
                    .forEach(window -> items.add(telling.name(pipeline) + ", " + telling.window(window.window())
                            + " is invalid and proves nothing: " + String.join(" ", window.invalidBecause())));
        }
        if (items.isEmpty()) {
            return List.of("Nothing was left out: every slot was measured, and no window broke a rule.");
        }
        int left = items.size() - MOST_ROWS;
        if (left <= 0) {
            return items;
        }
        List<String> shown = new ArrayList<>(items.subList(0, MOST_ROWS));
        shown.add("and " + telling.words().count(left) + " more, in report.json.");
        return shown;
    }

    private List<Block> instrument() {
        if (telling.report().instrument().isEmpty()) {
            return List.of(
                    Block.Text.of("This run was not calibrated: what the instrument itself adds to what it measures"
                            + " was not measured on its machine. rung calibrate does."));
        }
        Calibration calibration = telling.report().instrument().get();
        List<Block> blocks = new ArrayList<>();
        blocks.add(Block.Text.of(calibration.sentence() + " Calibrated "
                + telling.words().moment(calibration.at()) + " by " + calibration.software() + "."));
        calibration
                .breaches()
                .forEach(breach -> blocks.add(Block.Text.of("It broke a rule of its own: " + breach + ".")));
        blocks.add(new Block.Table(
                "Pipelines of known staleness, in virtual time: windows, and in how many of them what was said was"
                        + " false",
                List.of("What it does", "Windows", "Said kept", "Falsely", "Said missed", "Falsely"),
                List.of(40, 12, 12, 12, 12, 12),
                calibration.known().stream().map(this::known).toList()));
        blocks.add(new Block.Table(
                "Sales of known delay, on the wall clock of the machine that measured",
                List.of(
                        "Shows at",
                        "Shows after",
                        "Called at most",
                        "Known to within",
                        "Intervals that hold the truth"),
                List.of(24, 18, 18, 18, 22),
                calibration.machine().lags().stream().map(this::lag).toList()));
        return blocks;
    }

    private List<Cell> known(KnownPipeline known) {
        return List.of(
                Cell.of(known.name()),
                Cell.figure(telling.words().count(known.runs())),
                Cell.figure(telling.words().count(known.kept())),
                Cell.figure(telling.words().count(known.falselyKept())),
                Cell.figure(telling.words().count(known.missed())),
                Cell.figure(telling.words().count(known.falselyMissed())));
    }

    private List<Cell> lag(KnownLag lag) {
        return List.of(
                Cell.of(lag.stage()),
                Cell.figure(lag.lag().isZero() ? "at once" : Durations.precise(lag.lag())),
                Cell.figure(Durations.precise(lag.upper())),
                Cell.figure(Durations.precise(lag.width())),
                Cell.figure(telling.words().count(lag.held()) + " of "
                        + telling.words().count(lag.sales())));
    }

    private Block.Table setups() {
        List<List<Cell>> rows = new ArrayList<>();
        for (PipelineSetup pipeline : tierReport.setups()) {
            for (StageSetup stage : pipeline.stages()) {
                rows.add(List.of(
                        Cell.of(Plain.name(pipeline.name())),
                        Cell.of(Plain.name(stage.name())),
                        Cell.figure(telling.words().duration(pipeline.slot())),
                        Cell.figure(
                                stage.poll().isZero()
                                        ? "elsewhere"
                                        : telling.words().duration(stage.poll())),
                        Cell.figure(telling.words().duration(stage.settling())),
                        Cell.of(stage.caveat().orElse(""))));
            }
        }
        return new Block.Table(
                "How each stage was read",
                List.of(
                        "Pipeline",
                        "Stage",
                        "A sale each",
                        "Read each",
                        "Believed after",
                        "What its counts cannot prove"),
                List.of(20, 14, 11, 11, 12, 32),
                rows);
    }

    private Block.Table origin() {
        return new Block.Table(
                "Where this report comes from",
                List.of("What", "Is"),
                List.of(22, 78),
                List.of(
                        row("Run", telling.report().run()),
                        row(
                                "Period",
                                telling.words().moment(telling.report().window().from()) + " to "
                                        + telling.words()
                                                .moment(telling.report()
                                                        .window()
                                                        .to())),
                        row(
                                "Facts up to",
                                telling.words().moment(telling.report().generatedAt())),
                        row("Measured by", telling.report().software()),
                        row(
                                "Report made by",
                                tierReport.origin().build()
                                        + Build.current()
                                                .revision()
                                                .map(revision -> ", revision " + revision)
                                                .orElse("")),
                        row("Facts, SHA-256", Hashes.facts(telling.report()).orElse("not known")),
                        row("Configuration, SHA-256", tierReport.origin().configuration()),
                        row("report.json, SHA-256", tierReport.origin().report()),
                        row(
                                "To make it again",
                                "rung report on the same log with the same options gives the same bytes; report.json"
                                        + " has every figure of these pages in seconds.")));
    }

    private static List<Cell> row(String label, String text) {
        return List.of(Cell.of(label), Cell.of(text));
    }
}
