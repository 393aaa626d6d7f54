package rung.reporter.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import rung.core.evidence.EdgeEvidence;
import rung.core.evidence.State;
import rung.core.evidence.WindowEvidence;
import rung.core.ladder.Standing;
import rung.core.ladder.Tier;
import rung.core.ladder.Verdict;
import rung.core.measure.CacheAge;
import rung.core.measure.Fact;
import rung.core.measure.Fault;
import rung.core.measure.Promise;
import rung.core.measure.TimeWindow;
import rung.reporter.business.Assumptions;
import rung.reporter.business.Outlook;

/**
 * What one stage showed in one window. When the instrument broke its rules there, the figures stay and prove nothing.
 *
 * @param window that is judged on its own
 * @param ended whether it ended in the report's period; else it is judged so far
 * @param evidence that its slots give
 * @param standing what the evidence would prove of each tier if the window were valid
 * @param anomalies wrong counts by kind; kinds without any are absent
 * @param unreadable how long the stage could not be read
 * @param faults in how many looks each fault occurred; faults that did not occur are absent
 * @param caches how long caches had held what they answered; absent where none says that it gave an answer
 * @param invalidBecause the rules that the instrument broke, as sentences with figures; empty when it is valid
 * @param notes what was not checked, and what else its reader should know, as sentences
 */
public record WindowReport(
        TimeWindow window,
        boolean ended,
        WindowEvidence evidence,
        Standing standing,
        Map<Fact.Anomaly.Kind, Long> anomalies,
        Duration unreadable,
        Map<Fault, Long> faults,
        Optional<CacheAge> caches,
        List<String> invalidBecause,
        List<String> notes) {
    public WindowReport {
        anomalies = Map.copyOf(anomalies);
        faults = Map.copyOf(faults);
        invalidBecause = List.copyOf(invalidBecause);
        notes = List.copyOf(notes);
    }

    /** The same window, which proves nothing for this reason, too. */
    WindowReport invalid(String reason) {
        List<String> reasons = new ArrayList<>(invalidBecause);
        reasons.add(reason);
        return new WindowReport(
                window, ended, evidence, standing, anomalies, unreadable, faults, caches, reasons, notes);
    }

    public boolean isValid() {
        return invalidBecause.isEmpty();
    }

    /** Whether it has no slots, so that it says nothing. */
    public boolean isEmpty() {
        return evidence.counts().injected() + evidence.counts().unmeasured() == 0;
    }

    /** The fastest tier proven kept; 0 off the ladder; absent when nothing is proven kept. */
    public OptionalInt kept() {
        return isValid() ? standing.kept() : OptionalInt.empty();
    }

    /** The fastest tier not proven missed; 0 when all are. */
    public int notMissed() {
        return isValid()
                ? standing.notMissed()
                : standing.claims().get(0).tier().number();
    }

    /** What is proven of {@code tier}. */
    public State state(Tier tier) {
        return isValid() ? standing.state(tier.number()) : State.UNDECIDED;
    }

    /** The evidence at {@code tier}'s edge. */
    public EdgeEvidence at(Tier tier) {
        return evidence.at(tier.edge())
                .orElseThrow(() -> new IllegalArgumentException("no evidence at the edge of tier " + tier.number()));
    }

    /** Anomalies of one kind. */
    public long anomalies(Fact.Anomaly.Kind kind) {
        return anomalies.getOrDefault(kind, 0L);
    }

    /** Whether {@code promise} was held here. */
    public Verdict verdict(Promise promise) {
        if (!promise.isMade()) {
            return Verdict.NO_PROMISE;
        }
        return isValid() ? Verdict.of(standing.state(promise.tier())) : Verdict.INVALID;
    }

    /** What its staleness means for each kind of article, in the order in which they are assumed. */
    public List<Outlook> outlooks(Assumptions assumptions) {
        long duplicates = anomalies(Fact.Anomaly.Kind.DUPLICATE);
        return assumptions.movers().stream()
                .map(mover -> Outlook.of(evidence, duplicates, mover, assumptions))
                .toList();
    }
}
