package rung.core.log;

import java.time.Instant;
import java.util.Optional;
import rung.core.measure.Injection;
import rung.core.measure.StockKey;

/**
 * What became of one transaction at the front door: a slot's sale, or the return that undoes it.
 *
 * @param kind sale or return
 * @param intended when it should have happened
 * @param handed when the source's client was given it; absent when none was made
 * @param key whose count it changes; absent when none was made
 * @param quantity in units; 0 when none was made
 * @param answered when the front door answered; absent while it has not
 * @param refused why the front door refused it; absent when it did not
 * @param skipped why none was made; absent when one was
 */
public record Handover(
        Injection.Kind kind,
        Instant intended,
        Optional<Instant> handed,
        Optional<StockKey> key,
        long quantity,
        Optional<Instant> answered,
        Optional<String> refused,
        Optional<String> skipped) {}
