package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import rung.core.measure.Fact;
import rung.core.measure.FactSink;
import rung.core.measure.Injection;
import rung.core.time.Timeline;
import rung.probe.source.Source;

/** Sends the compensating return of each sale that every stage has shown, so that stock nets to zero. */
final class Returner implements Task {
    private static final Duration PERIOD = Duration.ofMillis(200);

    private final Timeline timeline;
    private final Source source;
    private final Ledger ledger;
    private final FactSink facts;
    private Instant due;

    Returner(Timeline timeline, Source source, Ledger ledger, FactSink facts) {
        this.timeline = timeline;
        this.source = source;
        this.ledger = ledger;
        this.facts = facts;
        this.due = timeline.now();
    }

    @Override
    public Instant due() {
        return due;
    }

    @Override
    public void turn() {
        Optional<Injection> comeback = ledger.openReturn(timeline.now());
        while (comeback.isPresent()) {
            send(comeback.get());
            comeback = ledger.openReturn(timeline.now());
        }
        due = timeline.now().plus(PERIOD);
    }

    /**
     * Returns every sale that may have entered and has not been returned: the end of a run. A log that takes no more facts
     * keeps no return from being sent.
     *
     * @throws IllegalStateException in the end, when the log took not all of the facts
     */
    void returnAll() {
        LastWill lastWill = new LastWill();
        for (Injection comeback : ledger.openAllReturns(timeline.now())) {
            lastWill.run(() -> facts.append(new Fact.Handed(comeback, timeline.now())));
            lastWill.run(() -> source.send(comeback, delivery -> facts.append(Deliveries.fact(comeback, delivery))));
        }
        lastWill.throwFirst();
    }

    private void send(Injection comeback) {
        facts.append(new Fact.Handed(comeback, timeline.now()));
        source.send(comeback, delivery -> facts.append(Deliveries.fact(comeback, delivery)));
    }
}
