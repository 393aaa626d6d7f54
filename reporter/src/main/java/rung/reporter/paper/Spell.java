package rung.reporter.paper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import rung.core.evidence.AgeCurve;

/**
 * A stretch of time in which a count was surely older than promised; breaks that are shorter than the promised edge are
 * part of it.
 *
 * @param from when it became older
 * @param to when it was younger again, or the end of what is known
 * @param oldest that it became
 */
record Spell(Instant from, Instant to, Duration oldest) {
    /** The spells of {@code curve} with an age over {@code edge}, in the order of time. */
    static List<Spell> over(AgeCurve curve, Duration edge) {
        List<Spell> spells = new ArrayList<>();
        for (AgeCurve.Stretch stretch : curve.stretches()) {
            if (!stretch.rises()) {
                continue;
            }
            Duration end = stretch.age().plus(Duration.between(stretch.from(), stretch.to()));
            if (end.compareTo(edge) <= 0) {
                continue;
            }
            Instant from = stretch.age().compareTo(edge) >= 0
                    ? stretch.from()
                    : stretch.from().plus(edge.minus(stretch.age()));
            add(spells, new Spell(from, stretch.to(), end), edge);
        }
        return spells;
    }

    private static void add(List<Spell> spells, Spell spell, Duration mergedWithin) {
        int last = spells.size() - 1;
        if (last >= 0 && Duration.between(spells.get(last).to, spell.from).compareTo(mergedWithin) < 0) {
            Spell before = spells.get(last);
            spells.set(last, new Spell(before.from, spell.to, longer(before.oldest, spell.oldest)));
        } else {
            spells.add(spell);
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    Duration length() {
        return Duration.between(from, to);
    }
}
