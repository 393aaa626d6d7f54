package rung.reporter.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import rung.core.log.FactReader;
import rung.core.measure.Fact;
import rung.core.measure.PipelineSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.ClockCheck;

/** Whether the instrument kept its own rules in one window of one stage; each broken rule is a sentence with figures. */
final class Validity {
    private static final Duration HEARTBEAT_BOUND = Duration.ofSeconds(5);
    private static final double UNMEASURED_SHARE = 0.02;
    private static final double NOT_OFFERED_SHARE = 0.01;
    private static final long SLOTS_FORGIVEN = 2;
    private static final int POLL_FACTOR = 2;

    private final FactReader facts;
    private final PipelineSetup pipeline;
    private final StageSetup stage;
    private final TimeWindow everything;
    private final Words words;
    private final List<String> invalidBecause = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Validity(FactReader facts, PipelineSetup pipeline, StageSetup stage, TimeWindow period) {
        this.facts = facts;
        this.pipeline = pipeline;
        this.stage = stage;
        Instant startedAt = facts.run().startedAt();
        this.everything = new TimeWindow(
                "run",
                startedAt.isBefore(period.from()) ? startedAt : period.from(),
                facts.until().isAfter(period.to()) ? facts.until() : period.to());
        this.words = new Words(facts.run().zone());
    }

    List<String> invalidBecause() {
        return List.copyOf(invalidBecause);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Checks {@code window}, whose slots were counted in {@code count}. */
    void check(TimeWindow window, SlotCount count, boolean isDeclared, boolean ended) {
        if (isDeclared) {
            checkOffered(window, count, ended);
        }
        if (count.unmeasured() > forgiven(count.offered(), UNMEASURED_SHARE)) {
            invalidBecause.add(words.count(count.unmeasured()) + " of " + words.count(count.offered())
                    + " slots are unmeasured, more than 2 %.");
        }
        if (count.offered() > 0) {
            checkPolling(window);
            checkTicks(window);
        }
    }

    private static long forgiven(long slots, double share) {
        return Math.max(SLOTS_FORGIVEN, (long) Math.floor(slots * share));
    }

    private void checkOffered(TimeWindow window, SlotCount count, boolean ended) {
        if (!ended) {
            if (count.offered() > 0
                    && Duration.between(window.from(), count.first())
                                    .compareTo(pipeline.slot().multipliedBy(SLOTS_FORGIVEN))
                            > 0) {
                notes.add("Measured only from " + words.moment(count.first()) + " on.");
            }
            return;
        }
        long scheduled = wholeSlots(window);
        if (scheduled - count.offered() > forgiven(scheduled, NOT_OFFERED_SHARE)
                || (count.offered() == 0 && scheduled > 0)) {
            invalidBecause.add("Only " + words.count(count.offered()) + " of its " + words.count(scheduled)
                    + " slots were offered, less than 99 %.");
        }
    }

    /** How many slots begin and end in {@code window}, whether or not the run covered it. */
    private long wholeSlots(TimeWindow window) {
        long slotNanos = pipeline.slot().toNanos();
        long from = Duration.between(pipeline.firstSlot(), window.from()).toNanos();
        long to = Duration.between(pipeline.firstSlot(), window.to()).toNanos();
        return Math.max(0, Math.floorDiv(to, slotNanos) - Math.floorDiv(from + slotNanos - 1, slotNanos));
    }

    private void checkPolling(TimeWindow window) {
        if (stage.poll().isZero()
                || facts.polled(pipeline.name(), stage.name(), everything).isEmpty()) {
            notes.add("The poll period was not checked: the stage was read elsewhere.");
            return;
        }
        Duration span = Duration.ZERO;
        long rounds = 0;
        for (Fact.Polled report : facts.polled(pipeline.name(), stage.name(), window)) {
            span = span.plus(Duration.between(report.from(), report.at()));
            rounds += report.rounds();
        }
        if (rounds == 0) {
            if (span.isZero() || span.compareTo(stage.poll().multipliedBy(POLL_FACTOR)) > 0) {
                invalidBecause.add(
                        "The stage was not polled; a poll every " + words.duration(stage.poll()) + " was asked for.");
            }
            return;
        }
        Duration achieved = span.dividedBy(rounds);
        if (achieved.compareTo(stage.poll().multipliedBy(POLL_FACTOR)) > 0) {
            invalidBecause.add("The stage was polled every " + words.duration(achieved) + ", more than twice the "
                    + words.duration(stage.poll()) + " asked for.");
        }
    }

    private void checkTicks(TimeWindow window) {
        if (facts.ticks(everything).isEmpty()) {
            notes.add("Clock and heartbeat were not checked: the facts were measured elsewhere.");
            return;
        }
        List<Fact.Ticked> ticks = facts.ticks(window);
        checkClock(ticks);
        checkHeartbeat(window, ticks);
    }

    private void checkClock(List<Fact.Ticked> ticks) {
        for (int i = 1; i < ticks.size(); i++) {
            Fact.Ticked before = ticks.get(i - 1);
            Fact.Ticked tick = ticks.get(i);
            ClockCheck check = ClockCheck.between(before.at(), before.wall(), tick.at(), tick.wall());
            if (!check.agrees()) {
                invalidBecause.add("Wall clock and monotonic clock parted by "
                        + words.duration(check.divergence().abs()) + " at " + words.moment(check.at())
                        + ", more than " + words.duration(ClockCheck.TOLERANCE) + ".");
                return;
            }
        }
    }

    private void checkHeartbeat(TimeWindow window, List<Fact.Ticked> ticks) {
        Instant startedAt = facts.run().startedAt();
        Instant last = startedAt.isAfter(window.from()) ? startedAt : window.from();
        Instant end = facts.until().isBefore(window.to()) ? facts.until() : window.to();
        Instant gapFrom = last;
        Duration longest = Duration.ZERO;
        for (Fact.Ticked tick : ticks) {
            Duration gap = Duration.between(last, tick.at());
            if (gap.compareTo(longest) > 0) {
                longest = gap;
                gapFrom = last;
            }
            last = tick.at();
        }
        Duration gapAtEnd = Duration.between(last, end);
        if (gapAtEnd.compareTo(longest) > 0) {
            longest = gapAtEnd;
            gapFrom = last;
        }
        if (longest.compareTo(HEARTBEAT_BOUND) > 0) {
            invalidBecause.add("The probe gave no sign of life for " + words.duration(longest) + " from "
                    + words.moment(gapFrom) + ", longer than " + words.duration(HEARTBEAT_BOUND) + ".");
        }
    }
}
