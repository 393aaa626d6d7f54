package rung.probe.canary;

import java.util.Optional;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.Stamp;
import rung.probe.source.Delivery;

/** What the front door said, as a fact. */
final class Deliveries {
    private Deliveries() {}

    static Fact fact(Injection injection, Delivery delivery) {
        if (delivery instanceof Delivery.Refused refused) {
            return new Fact.Refused(
                    injection.pipeline(), injection.slot(), injection.kind(), refused.at(), refused.reason());
        }
        Optional<Stamp> stamp = delivery instanceof Delivery.Accepted accepted ? accepted.stamp() : Optional.empty();
        return new Fact.Acknowledged(injection.pipeline(), injection.slot(), injection.kind(), delivery.at(), stamp);
    }
}
