package rung.accuracy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import rung.core.evidence.Rule;
import rung.core.evidence.State;
import rung.core.evidence.WindowRecord;
import rung.core.evidence.WindowTally;
import rung.core.measure.SlotOutcome;

/** METHOD I.7: looking as often as one likes makes no claim more often false than it says. */
final class Peeking implements Proof {
    private record Month(boolean falselyKept, boolean falselyCertified) {}

    private record Period(boolean falseAtAnyLook, boolean falseByOneLook) {}

    private static final long SEED = 701;
    private static final int FULL_RUNS = 2000;
    private static final Rule RULE = new Rule(0.95, 0.95);
    private static final double LATE_ALLOWED = 0.05;
    private static final double FALSE_AT_MOST = 0.05;
    private static final double HAIR = 1e-6;
    private static final Duration EDGE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofSeconds(15);
    private static final Course DAY = Course.of(Duration.ofSeconds(15), 5760, POLL, EDGE)
            .drained(EDGE.multipliedBy(3))
            .losingAfter(Duration.ofHours(1))
            .over(2400);
    private static final Course MONTH = Course.of(Duration.ofMinutes(1), 43_200, POLL, EDGE);
    private static final int SLOTS_PER_HOUR = 60;
    private static final int WINDOWS = 720;
    private static final double WINDOWS_KEPT = 0.9;

    @Override
    public Table table(Scale scale) {
        int days = scale.runs(FULL_RUNS, 150);
        int trials = scale.runs(20, 1);
        int months = scale.runs(FULL_RUNS, 40);
        int periods = scale.runs(FULL_RUNS, 150);
        List<Line> lines = new ArrayList<>();
        List<FalseClaims> above = Scale.each(days, run -> day(1 + HAIR, SEED + run));
        List<FalseClaims> below = Scale.each(days, run -> day(1 - HAIR, SEED + run));
        lines.add(new Line(
                "5 % and a hair late, 5,760 looks a day",
                "share of days in which \"kept\" was false at any look",
                "",
                Scale.share(above, FalseClaims::kept),
                Band.shareAtMost(FALSE_AT_MOST, days, FULL_RUNS)));
        lines.add(new Line(
                "5 % less a hair late, 5,760 looks a day",
                "share of days in which \"missed\" was false at any look",
                "",
                Scale.share(below, FalseClaims::missed),
                Band.shareAtMost(FALSE_AT_MOST, days, FULL_RUNS)));
        lines.addAll(
                Agreement.over(trials, run -> Agreement.of(DAY, SEED + run, RULE, clock(DAY, 1 + HAIR, SEED + run)))
                        .lines("the same days through the whole probe"));
        List<Month> hourly = Scale.each(months, run -> month(SEED + run));
        lines.add(new Line(
                "5 % and a hair late, 720 hourly looks",
                "share of months in which \"kept\" was false at any look",
                "",
                Scale.share(hourly, Month::falselyKept),
                Band.shareAtMost(FALSE_AT_MOST, months, FULL_RUNS)));
        lines.add(new Line(
                "5 % and a hair late, 720 hourly looks",
                "the same by Clopper and Pearson's bound",
                "",
                Scale.share(hourly, Month::falselyCertified),
                Band.CONTRAST));
        List<Period> records = Scale.each(periods, run -> period(new SplittableRandom(SEED + run)));
        lines.add(new Line(
                "720 windows, each kept with chance 0.9",
                "share of records whose bound for any look was false at any look",
                "",
                Scale.share(records, Period::falseAtAnyLook),
                Band.shareAtMost(FALSE_AT_MOST, periods, FULL_RUNS)));
        lines.add(new Line(
                "720 windows, each kept with chance 0.9",
                "the same by the bound for one look",
                "",
                Scale.share(records, Period::falseByOneLook),
                Band.CONTRAST));
        return new Table(
                "In each slot the boundary share of time is late, plus or less one millionth of it, so that slots are"
                        + " independent and every look is at the boundary. A claim that holds at any look is false in at most"
                        + " 5 % of runs, however often it is looked at; a bound that is made for one look is not.",
                Direct.THROUGH + "; " + trials
                        + " of the days also through the whole probe and its log; the outcomes of the"
                        + " 720 windows are drawn, their record is the one that ships",
                SEED,
                days + " days, " + months + " months, " + periods + " records",
                lines);
    }

    private static ByTheClock clock(Course course, double of, long seed) {
        return new ByTheClock(course, LATE_ALLOWED * of, new SplittableRandom(seed).nextDouble());
    }

    private static FalseClaims day(double of, long seed) {
        ByTheClock clock = clock(DAY, of, seed);
        Direct direct = Direct.of(DAY, seed, clock);
        return FalseClaims.of(direct.tally(RULE), direct.slots(), clock.lateShares());
    }

    private static Month month(long seed) {
        Direct direct = Direct.of(MONTH, seed, clock(MONTH, 1 + HAIR, seed));
        WindowTally tally = direct.tally(RULE);
        boolean kept = false;
        boolean certified = false;
        int slots = 0;
        int inTime = 0;
        for (Iterator<SlotOutcome> rest = direct.slots().iterator(); rest.hasNext(); ) {
            SlotOutcome slot = rest.next();
            tally.add(slot);
            slots++;
            inTime += Direct.isLate(slot, EDGE) ? 0 : 1;
            if (slots % SLOTS_PER_HOUR == 0) {
                kept |= tally.states().get(0) == State.KEPT;
                certified |= isCertified(slots, inTime);
            }
        }
        return new Month(kept, certified);
    }

    /** A lower bound that lies above what was found does not exist. */
    private static boolean isCertified(int slots, int inTime) {
        return inTime > RULE.share() * slots
                && WindowRecord.of(slots, inTime, RULE.confidence()).atLeast() > RULE.share();
    }

    private static Period period(SplittableRandom random) {
        int kept = 0;
        boolean atAnyLook = false;
        boolean byOneLook = false;
        for (int windows = 1; windows <= WINDOWS; windows++) {
            kept += random.nextDouble() < WINDOWS_KEPT ? 1 : 0;
            if (kept > WINDOWS_KEPT * windows) {
                WindowRecord record = WindowRecord.of(windows, kept, RULE.confidence());
                atAnyLook |= record.atLeastAtAnyLook() > WINDOWS_KEPT;
                byOneLook |= record.atLeast() > WINDOWS_KEPT;
            }
        }
        return new Period(atAnyLook, byOneLook);
    }
}
