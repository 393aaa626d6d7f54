package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.BinomialDistribution;
import rung.core.evidence.Rule;
import rung.core.evidence.State;
import rung.core.evidence.WindowRecord;
import rung.core.evidence.WindowTally;
import rung.core.measure.SlotOutcome;

/**
 * What a day of 24 hourly batches says of other days, when each batch is wholly late with chance 1/4, whatever the others
 * are: 24 facts, however many sales were measured.
 */
final class OtherWindows {
    private record Held(boolean byWindows, boolean bySlots) {}

    private static final Rule RULE = new Rule(0.95, 0.95);
    private static final int HOURS = 24;
    private static final double LATE = 0.25;
    private static final Duration EDGE = Duration.ofMinutes(65);
    private static final Course HOUR = Course.of(Duration.ofSeconds(30), 120, Duration.ofSeconds(15), EDGE);

    private OtherWindows() {}

    static List<Line> lines(int runs, int full, long seed) {
        List<Held> days = Scale.each(runs, run -> day(new SplittableRandom(seed + run)));
        String of = "24 hourly batches, each wholly late with chance 1/4";
        BinomialDistribution late = new BinomialDistribution(null, HOURS, 1 - LATE);
        return List.of(
                new Line(
                        of,
                        "share of days whose record holds for other hours",
                        Band.number(held(late, 1)),
                        Scale.share(days, Held::byWindows),
                        Band.shareAtLeast(RULE.confidence(), runs, full)),
                new Line(
                        of,
                        "the same with each slot taken for a fact of its own",
                        Band.number(held(late, HOUR.slots())),
                        Scale.share(days, Held::bySlots),
                        Band.CONTRAST));
    }

    private static Held day(SplittableRandom random) {
        int inTime = 0;
        int kept = 0;
        for (int i = 0; i < HOURS; i++) {
            boolean isLate = random.nextDouble() < LATE;
            State state = state(isLate, random.nextLong());
            inTime += isLate ? 0 : HOUR.slots();
            kept += state == State.KEPT ? 1 : 0;
        }
        WindowRecord windows = WindowRecord.of(HOURS, kept, RULE.confidence());
        WindowRecord slots = WindowRecord.of(HOURS * HOUR.slots(), inTime, RULE.confidence());
        return new Held(windows.atLeast() <= 1 - LATE, slots.atLeast() <= 1 - LATE);
    }

    private static State state(boolean isLate, long seed) {
        Instant end = HOUR.end();
        Spell batch = new Spell(Course.NOON, end, isLate ? end.plus(EDGE) : end);
        Direct direct = Direct.of(HOUR, seed, new History(Duration.ZERO, List.of(batch)));
        WindowTally tally = direct.tally(RULE);
        for (Iterator<SlotOutcome> slots = direct.slots().iterator(); slots.hasNext(); ) {
            tally.add(slots.next());
        }
        return tally.states().get(0);
    }

    /** How often a day's bound is not above the truth: the sum over the numbers of kept hours whose bound is not. */
    private static double held(BinomialDistribution kept, int each) {
        double chance = 0;
        for (int k = 0; k <= HOURS; k++) {
            boolean holds =
                    WindowRecord.of(HOURS * each, k * each, RULE.confidence()).atLeast() <= 1 - LATE;
            chance += holds ? kept.probability(k) : 0;
        }
        return chance;
    }
}
