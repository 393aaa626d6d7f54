package rung.accuracy;

import java.time.Instant;
import java.util.Optional;

/** What a simulated pipeline does with the sale of each slot, known before anything is measured. */
@FunctionalInterface
interface Truth {
    /**
     * When readers see the sale.
     *
     * @param slot its number
     * @param sale the moment at which it was made
     * @return not before the sale; absent when it is lost
     */
    Optional<Instant> shown(long slot, Instant sale);

    /** A retailer of whom it is true; a return goes the way of its sale. */
    default Shop shop() {
        return Shop.of((timeline, random, next) -> injection ->
                shown(injection.slot(), timeline.now()).ifPresent(at -> timeline.at(at, () -> next.enter(injection))));
    }
}
