package rung.probe.canary;

import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.probe.source.Delivery;

/** What the front door said, as a fact. */
final class Deliveries {
    private Deliveries() {}

    static Fact fact(Injection injection, Delivery delivery) {
        return delivery instanceof Delivery.Refused refused
                ? new Fact.Refused(
                        injection.pipeline(), injection.slot(), injection.kind(), refused.at(), refused.reason())
                : new Fact.Acknowledged(injection.pipeline(), injection.slot(), injection.kind(), delivery.at());
    }
}
