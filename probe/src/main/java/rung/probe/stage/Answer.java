package rung.probe.stage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.probe.wire.Reasons;

/** What one answer of a stage says of the keys that it was asked for, collected key by key. */
public final class Answer {
    private record Bad(Fault fault, String reason) {}

    private final Map<StockKey, Long> counts = new HashMap<>();
    private final Set<StockKey> absent = new HashSet<>();
    private final Map<Bad, Set<StockKey>> bad = new LinkedHashMap<>();

    /** The key's count. */
    public void count(StockKey key, long units) {
        counts.put(key, units);
    }

    /**
     * The key's count as a system writes it: a number, or the text of one; what is null or no whole number is bad.
     *
     * @param place how a message names where it stands, such as {@code column quantity}
     */
    public void count(StockKey key, @Nullable Object written, String place) {
        count(key, written, place, "is count right?");
    }

    /** The same with a cure of its own for what is bad. */
    public void count(StockKey key, @Nullable Object written, String place, String cure) {
        Optional<Long> whole = whole(written);
        if (whole.isPresent()) {
            count(key, whole.get());
        } else {
            bad(
                    key,
                    Fault.NOT_A_COUNT,
                    place
                            + (written == null
                                    ? " is null"
                                    : " holds " + Reasons.excerpt(written.toString()) + ", not a whole number")
                            + "; "
                            + cure);
        }
    }

    /** The count that {@code written} stands for; empty when it is null, no number, or none that is whole. */
    public static Optional<Long> whole(@Nullable Object written) {
        if (!(written instanceof Number) && !(written instanceof CharSequence)) {
            return Optional.empty();
        }
        String text = written.toString().strip();
        try {
            return text.length() > 40 ? Optional.empty() : Optional.of(new BigDecimal(text).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The stage does not have the key. */
    public void absent(StockKey key) {
        absent.add(key);
    }

    /** No count can be told. */
    public void bad(StockKey key, Fault fault, String reason) {
        bad.computeIfAbsent(new Bad(fault, reason), same -> new HashSet<>()).add(key);
    }

    /** One reading of what could be told, if anything could, and a gap for each reason why the rest could not. */
    public List<Reading> readings(Instant askedAt, Instant answeredAt, Cycle cycle) {
        List<Reading> readings = new ArrayList<>();
        if (!counts.isEmpty() || !absent.isEmpty()) {
            readings.add(new Reading.Counts(askedAt, answeredAt, counts, absent, cycle));
        }
        bad.forEach((found, keys) ->
                readings.add(new Reading.Gap(askedAt, answeredAt, keys, found.fault(), found.reason())));
        return readings;
    }
}
