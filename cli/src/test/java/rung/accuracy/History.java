package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** All that a simulated pipeline does over a run, as a function of the moment of sale: its late time is a closed form. */
final class History implements Truth {
    private final Duration usual;
    private final NavigableMap<Instant, Spell> spells = new TreeMap<>();

    /**
     * @param usual how long a sale takes outside of spells
     * @param spells in rising order, none before the end of the one before it
     */
    History(Duration usual, List<Spell> spells) {
        this.usual = usual;
        Instant ended = Instant.MIN;
        for (Spell spell : spells) {
            if (spell.from().isBefore(ended)) {
                throw new IllegalArgumentException(spell + " begins before " + ended + ", the end of the one before");
            }
            ended = spell.until();
            this.spells.put(spell.from(), spell);
        }
    }

    @Override
    public Optional<Instant> shown(long slot, Instant sale) {
        Map.Entry<Instant, Spell> before = spells.floorEntry(sale);
        boolean isInSpell = before != null && sale.isBefore(before.getValue().until());
        return Optional.of(isInSpell ? before.getValue().shown() : sale.plus(usual));
    }

    /**
     * The share of all moments at which a sale would have been later than the course's only edge, over its first slots.
     *
     * @return by number of slots, from 0; that of no slots is 0
     */
    double[] lateShares(Course course) {
        Duration edge = course.edge();
        if (usual.compareTo(edge) > 0) {
            throw new IllegalArgumentException("always later than " + edge);
        }
        long slot = course.slot().toNanos();
        long[] late = new long[course.slots()];
        for (Spell spell : spells.values()) {
            long from = sinceNoon(spell.from());
            long until = Math.min(sinceNoon(spell.lateUntil(edge)), slot * course.slots());
            while (from < until) {
                int number = Math.toIntExact(from / slot);
                long end = Math.min(until, (number + 1) * slot);
                late[number] += end - from;
                from = end;
            }
        }
        double[] shares = new double[course.slots() + 1];
        long sum = 0;
        for (int i = 0; i < late.length; i++) {
            sum += late[i];
            shares[i + 1] = (double) sum / ((i + 1) * slot);
        }
        return shares;
    }

    private static long sinceNoon(Instant moment) {
        return Duration.between(Course.NOON, moment).toNanos();
    }
}
