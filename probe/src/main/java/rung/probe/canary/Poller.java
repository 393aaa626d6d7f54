package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fact;
import rung.core.measure.FactSink;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.core.measure.Told;
import rung.core.time.Timeline;
import rung.probe.stage.Stage;

/** Reads one stage, round after round, for the keys that somebody waits for. */
final class Poller implements Task {
    private static final Duration REPORT_PERIOD = Duration.ofSeconds(10);

    private final Timeline timeline;
    private final String pipeline;
    private final StageSetup setup;
    private final Stage stage;
    private final Ledger ledger;
    private final FactSink facts;
    private Instant due;
    private Instant reportedAt;
    private long rounds;
    private long failures;
    private long deferred;
    private @Nullable StockKey lastAsked;
    private Duration cost = Duration.ZERO;
    private Told told = Told.NOTHING;
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private @Nullable Instant unreadableSince;
    private String unreadableReason = "";

    /** @param first when the first round is due: a random phase, so that rounds do not lock with the pipeline */
    Poller(
            Timeline timeline,
            String pipeline,
            StageSetup setup,
            Stage stage,
            Ledger ledger,
            FactSink facts,
            Instant first) {
        this.timeline = timeline;
        this.pipeline = pipeline;
        this.setup = setup;
        this.stage = stage;
        this.ledger = ledger;
        this.facts = facts;
        this.due = first;
        this.reportedAt = first;
    }

    @Override
    public Instant due() {
        return due;
    }

    @Override
    public void turn() throws InterruptedException {
        Instant began = timeline.now();
        Set<StockKey> keys = nextOf(ledger.waitingFor(setup.name()));
        rounds++;
        if (!keys.isEmpty()) {
            read(keys);
            cost = cost.plus(Duration.between(began, timeline.now()));
        }
        Instant now = timeline.now();
        if (Duration.between(reportedAt, now).compareTo(REPORT_PERIOD) >= 0) {
            report(now);
        }
        Instant next = due.plus(setup.poll());
        due = next.isBefore(now) ? now : next;
    }

    /** As many keys as a look may ask for, going round where they are more: after the one that was asked for last. */
    private Set<StockKey> nextOf(Set<StockKey> waiting) {
        int most = stage.keysPerLook();
        if (waiting.size() <= most) {
            return waiting;
        }
        deferred += waiting.size() - most;
        List<StockKey> round = new ArrayList<>(waiting);
        int start = lastAsked == null ? 0 : round.indexOf(lastAsked) + 1;
        Set<StockKey> next = new LinkedHashSet<>();
        for (int i = 0; i < most; i++) {
            lastAsked = round.get((start + i) % round.size());
            next.add(lastAsked);
        }
        return next;
    }

    private void read(Set<StockKey> keys) throws InterruptedException {
        List<Reading> look = stage.read(keys);
        Instant seenAt = timeline.now();
        told = told.and(stage.told());
        stage.commits().forEach(commit -> facts.append(new Fact.CommitSeen(pipeline, setup.name(), seenAt, commit)));
        ledger.decide(setup.name(), look).forEach(facts::append);
        List<Reading.Gap> gaps = look.stream()
                .filter(Reading.Gap.class::isInstance)
                .map(Reading.Gap.class::cast)
                .toList();
        if (gaps.isEmpty()) {
            readable(timeline.now());
            return;
        }
        failures++;
        gaps.stream().map(Reading.Gap::fault).distinct().forEach(fault -> faults.merge(fault, 1L, Long::sum));
        unreadableReason = gaps.get(gaps.size() - 1).reason();
        if (unreadableSince == null) {
            began(gaps.get(0).askedAt(), gaps.get(gaps.size() - 1).answeredAt());
        }
    }

    /** An outage is told at once: whoever watches must not wait for the report to see it. */
    private void began(Instant since, Instant failed) {
        facts.append(new Fact.Unreadable(pipeline, setup.name(), since, failed, unreadableReason));
        unreadableSince = failed;
    }

    private void readable(Instant now) {
        if (unreadableSince != null) {
            facts.append(new Fact.Unreadable(pipeline, setup.name(), unreadableSince, now, unreadableReason));
            unreadableSince = null;
        }
    }

    /** Writes how the stage was polled since the last report, and the gap that still lasts. */
    void report(Instant now) {
        if (rounds > 0) {
            facts.append(new Fact.Polled(
                    pipeline, setup.name(), reportedAt, now, rounds, failures, cost, deferred, faults, told));
        }
        if (unreadableSince != null) {
            facts.append(new Fact.Unreadable(pipeline, setup.name(), unreadableSince, now, unreadableReason));
            unreadableSince = now;
        }
        reportedAt = now;
        rounds = 0;
        failures = 0;
        deferred = 0;
        cost = Duration.ZERO;
        told = Told.NOTHING;
        faults.clear();
    }
}
