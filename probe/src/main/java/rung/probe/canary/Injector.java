package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import rung.core.measure.Fact;
import rung.core.measure.FactSink;
import rung.core.measure.Injection;
import rung.core.measure.StockKey;
import rung.core.time.Timeline;
import rung.probe.source.Delivery;
import rung.probe.source.Source;

/** Sends each slot's sale when it is due, and never waits for anything but the clock. */
final class Injector implements Task {
    /** A sale so late is not sent any more: the probe was suspended, and sending the past at once would be a burst. */
    private static final Duration TOO_LATE = Duration.ofSeconds(10);

    private final Timeline timeline;
    private final Schedule schedule;
    private final Instant until;
    private final Source source;
    private final Ledger ledger;
    private final FactSink facts;
    private final String pipeline;
    private Schedule.Planned next;

    Injector(Timeline timeline, Schedule schedule, Instant until, Source source, Ledger ledger, FactSink facts) {
        this.timeline = timeline;
        this.schedule = schedule;
        this.until = until;
        this.source = source;
        this.ledger = ledger;
        this.facts = facts;
        this.pipeline = schedule.pipeline();
        this.next = schedule.planned(0);
    }

    @Override
    public Instant due() {
        return next.intended().isBefore(until) ? next.intended() : Instant.MAX;
    }

    @Override
    public void turn() {
        Schedule.Planned planned = next;
        next = schedule.planned(planned.slot() + 1);
        inject(planned);
        ledger.announce(next, source.reserved().key(next.key()));
    }

    private void inject(Schedule.Planned planned) {
        Instant now = timeline.now();
        if (Duration.between(planned.intended(), now).compareTo(TOO_LATE) > 0) {
            skip(planned, now, "the probe was late by more than " + TOO_LATE.toSeconds() + " s");
            return;
        }
        StockKey key = source.reserved().key(planned.key());
        Optional<Injection> sale = ledger.openSale(planned, key, now);
        if (sale.isPresent()) {
            send(sale.get(), now);
        } else {
            skip(planned, now, "KEYS EXHAUSTED: every quantity of the drawn key is in play or resting");
        }
    }

    private void skip(Schedule.Planned planned, Instant now, String reason) {
        facts.append(new Fact.Skipped(pipeline, planned.slot(), planned.intended(), now, reason));
    }

    private void send(Injection sale, Instant handed) {
        try {
            facts.append(new Fact.Handed(sale, handed));
            source.send(sale, delivery -> delivered(sale, delivery));
        } catch (RuntimeException e) {
            ledger.refused(sale);
            throw e;
        }
    }

    private void delivered(Injection sale, Delivery delivery) {
        if (delivery instanceof Delivery.Refused) {
            ledger.refused(sale);
        }
        facts.append(Deliveries.fact(sale, delivery));
    }
}
