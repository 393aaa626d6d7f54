package rung.reporter.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import rung.core.evidence.WindowCounts;
import rung.core.log.FactReader;
import rung.core.log.Polling;
import rung.core.log.Pulse;
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
    private final boolean isPolled;
    private final Words words;
    private final List<String> invalidBecause = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** @param isPolled whether the facts tell how the stage was polled, in this window or another */
    Validity(FactReader facts, PipelineSetup pipeline, StageSetup stage, boolean isPolled) {
        this.facts = facts;
        this.pipeline = pipeline;
        this.stage = stage;
        this.isPolled = isPolled;
        this.words = new Words(facts.run().zone());
    }

    List<String> invalidBecause() {
        return List.copyOf(invalidBecause);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Checks {@code window}, which was polled as {@code polling} says and whose slots were counted in {@code count}. */
    void check(TimeWindow window, Polling polling, WindowCounts count, boolean isDeclared, boolean ended) {
        if (isDeclared) {
            checkOffered(window, count, ended);
        }
        if (count.unmeasured() > forgiven(count.slots(), UNMEASURED_SHARE)) {
            invalidBecause.add(words.count(count.unmeasured()) + " of " + words.count(count.slots())
                    + " slots are unmeasured, more than 2 %.");
        }
        if (count.slots() > 0) {
            checkPolling(polling);
            checkTicks(window);
        }
    }

    private static long forgiven(long slots, double share) {
        return Math.max(SLOTS_FORGIVEN, (long) Math.floor(slots * share));
    }

    private void checkOffered(TimeWindow window, WindowCounts count, boolean ended) {
        if (!ended) {
            Duration late = Duration.between(window.from(), pipeline.firstSlot());
            if (count.slots() > 0 && late.compareTo(pipeline.slot().multipliedBy(SLOTS_FORGIVEN)) > 0) {
                notes.add("Measured only from " + words.moment(pipeline.firstSlot()) + " on.");
            }
            return;
        }
        long scheduled = wholeSlots(window);
        if (scheduled - count.slots() > forgiven(scheduled, NOT_OFFERED_SHARE)
                || (count.slots() == 0 && scheduled > 0)) {
            invalidBecause.add("Only " + words.count(count.slots()) + " of its " + words.count(scheduled)
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

    private void checkPolling(Polling polling) {
        if (stage.poll().isZero() || !isPolled) {
            notes.add("The poll period was not checked: the stage was read elsewhere.");
            notes.add(
                    "Whether every slot has its sale, sending delays, wrong counts and residue were not checked either.");
            return;
        }
        Duration span = polling.span();
        if (polling.deferred() > 0) {
            notes.add("More sales were waited for than a look may ask for: " + words.count(polling.deferred())
                    + " times a key was put off to the next look, and its interval is wider.");
        }
        if (polling.rounds() == 0) {
            if (span.isZero() || span.compareTo(stage.poll().multipliedBy(POLL_FACTOR)) > 0) {
                invalidBecause.add(
                        "The stage was not polled; a poll every " + words.duration(stage.poll()) + " was asked for.");
            }
            return;
        }
        Duration achieved = span.dividedBy(polling.rounds());
        if (achieved.compareTo(stage.poll().multipliedBy(POLL_FACTOR)) > 0) {
            invalidBecause.add("The stage was polled every " + words.duration(achieved) + ", more than twice the "
                    + words.duration(stage.poll()) + " asked for.");
        }
    }

    private void checkTicks(TimeWindow window) {
        if (!facts.hasTicks()) {
            notes.add("Clock and heartbeat were not checked: the facts were measured elsewhere.");
            return;
        }
        Pulse pulse = facts.pulse(window);
        if (!pulse.worst().agrees()) {
            invalidBecause.add("Wall clock and monotonic clock parted by "
                    + words.duration(pulse.worst().divergence().abs()) + " at "
                    + words.moment(pulse.worst().at()) + ", more than " + words.duration(ClockCheck.TOLERANCE) + ".");
        }
        checkHeartbeat(window, pulse);
    }

    private void checkHeartbeat(TimeWindow window, Pulse pulse) {
        Instant startedAt = facts.run().startedAt();
        Instant begin = startedAt.isAfter(window.from()) ? startedAt : window.from();
        Instant end = facts.until().isBefore(window.to()) ? facts.until() : window.to();
        if (pulse.ticks() == 0) {
            checkSilence(begin, Duration.between(begin, end));
            return;
        }
        Duration before = Duration.between(begin, pulse.first());
        Duration after = Duration.between(pulse.last(), end);
        if (before.compareTo(pulse.longestGap()) > 0 && before.compareTo(after) >= 0) {
            checkSilence(begin, before);
        } else if (after.compareTo(pulse.longestGap()) > 0) {
            checkSilence(pulse.last(), after);
        } else {
            checkSilence(pulse.gapFrom(), pulse.longestGap());
        }
    }

    private void checkSilence(Instant from, Duration silence) {
        if (silence.compareTo(HEARTBEAT_BOUND) > 0) {
            invalidBecause.add("The probe gave no sign of life for " + words.duration(silence) + " from "
                    + words.moment(from) + ", longer than " + words.duration(HEARTBEAT_BOUND) + ".");
        }
    }
}
