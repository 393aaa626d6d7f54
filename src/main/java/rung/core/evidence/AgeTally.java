package rung.core.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;

/**
 * Folds the slots of one stage, in the order of their intended times, into the age of its table at every moment of a
 * window, as its readers saw it. A pending sale lets the age rise until the look, without any event arriving; a hole
 * leaves it as {@link UnseenSales} says; an unmeasured slot holds no sale and makes the band wider.
 *
 * <p>What was sold before the first slot is taken as shown. To know the age from the window's begin, begin with slots that
 * are older than the window by the largest age to be expected; they count for the sales they hold, not as time.
 *
 * <p>Holds about a hundred bytes a slot, for a day of slots of 10 s less than a megabyte. A slot costs a constant, the
 * band one pass.
 */
public final class AgeTally {
    private record SeenSale(Instant intended, Instant untilAtLeast, Instant untilAtMost) implements Awaited {}

    private final TimeWindow window;
    private final Look look;
    private final UnseenSales unseen;
    private final List<Awaited> sales = new ArrayList<>();
    private Instant last = Instant.MIN;

    public AgeTally(TimeWindow window, Look look) {
        this.window = window;
        this.look = look;
        this.unseen = new UnseenSales(look.holePatience());
    }

    /**
     * Takes the next slot, of the window or of the time before it.
     *
     * @throws IllegalArgumentException when it is out of order or after the window
     */
    public void add(SlotOutcome slot) {
        if (slot.intended().isBefore(last) || !slot.intended().isBefore(window.to())) {
            throw new IllegalArgumentException(
                    "slot of " + slot.intended() + " is out of order (last " + last + ") or after " + window);
        }
        last = slot.intended();
        slot.outcome()
                .match(
                        seen -> {
                            unseen.overtake(slot.lane(), seen.firstSeen());
                            sales.add(new SeenSale(slot.intended(), seen.lastMissing(), seen.firstSeen()));
                        },
                        missing -> sales.add(unseen.add(slot, Instant.MAX)),
                        nothing -> {});
    }

    /**
     * The band from the window's begin, or from the first sale when that is later, to the window's end, or to the look
     * when that is earlier; absent when there is no time between them.
     */
    public Optional<AgeBand> band() {
        if (sales.isEmpty()) {
            return Optional.empty();
        }
        Instant first = sales.get(0).intended();
        Instant from = first.isAfter(window.from()) ? first : window.from();
        Instant to = look.at().isBefore(window.to()) ? look.at() : window.to();
        return from.isBefore(to) ? Optional.of(new AgeBand(oldest(from, to), newest(from, to))) : Optional.empty();
    }

    /** The first sale that is waited for is the next one of which the wait ends later than all waits before it. */
    private AgeCurve oldest(Instant from, Instant to) {
        AgeCurve.Builder curve = new AgeCurve.Builder(from, to);
        Instant known = sales.get(0).intended();
        for (Awaited sale : sales) {
            Instant begin = sale.intended().isAfter(known) ? sale.intended() : known;
            if (sale.untilAtLeast().isAfter(begin)) {
                curve.fresh(known, begin);
                curve.rising(begin, sale.untilAtLeast(), sale.intended());
                known = sale.untilAtLeast();
            }
        }
        curve.fresh(known, to);
        return curve.build();
    }

    /** A sale is the newest with all before it from when the last of these waits ends. */
    private AgeCurve newest(Instant from, Instant to) {
        AgeCurve.Builder curve = new AgeCurve.Builder(from, to);
        Instant known = sales.get(0).intended();
        Instant newest = known;
        for (Awaited sale : sales) {
            if (sale.untilAtMost().isAfter(known)) {
                curve.rising(known, sale.untilAtMost(), newest);
                known = sale.untilAtMost();
            }
            newest = sale.intended();
        }
        curve.rising(known, to, newest);
        return curve.build();
    }
}
