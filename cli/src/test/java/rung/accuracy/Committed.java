package rung.accuracy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import rung.core.evidence.Look;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowTally;
import rung.core.ladder.Ladder;
import rung.core.measure.Injection;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.VirtualTimeline;
import rung.peers.Commits;
import rung.probe.virtual.Transit;

/** Simulated retailers whose commits are given, and what the log of a trial proves of a part of its course. */
final class Committed {
    private Committed() {}

    /** A retailer whose tills are always open. */
    static Shop shop(Commits commits) {
        return Shop.of((timeline, random, shown) -> pipeline(commits, timeline, shown));
    }

    /** Collects what enters and shows it as {@code commits} say. */
    static Transit pipeline(Commits commits, VirtualTimeline timeline, Transit shown) {
        List<Injection> entered = new ArrayList<>();
        for (Commits.Commit commit : commits.commits()) {
            timeline.at(Course.NOON.plus(commit.cut()), () -> {
                List<Injection> taken = List.copyOf(entered);
                entered.clear();
                timeline.at(Course.NOON.plus(commit.visible()), () -> taken.forEach(shown::enter));
            });
        }
        return entered::add;
    }

    /** What the log proves of the first {@code span}, at the trial's end. */
    static WindowEvidence evidence(Trial trial, Duration span, Ladder ladder) {
        TimeWindow window = new TimeWindow("first", Course.NOON, Course.NOON.plus(span));
        Duration poll = trial.course().poll();
        WindowTally tally = new WindowTally(
                window,
                new Look(
                        trial.until(),
                        ladder.rule(),
                        ladder.edges(),
                        StageSetup.polled("api", poll, trial.course().cacheLife())
                                .patience(),
                        trial.course().lossHorizon(),
                        Duration.ofMinutes(30),
                        poll));
        for (SlotOutcome slot : trial.slots()) {
            if (window.contains(slot.intended())) {
                tally.add(slot);
            }
        }
        return tally.evidence();
    }
}
