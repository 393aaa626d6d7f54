package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import rung.core.evidence.Drift;
import rung.core.measure.SlotOutcome;

/** METHOD I.18: the alarm for a stage that has got worse is rare while it has not, and soon when it has. */
final class DriftAlarm implements Proof {
    /** The pipeline of one run. */
    @FunctionalInterface
    private interface Pipeline {
        Truth open(double late, SplittableRandom random);
    }

    private static final long SEED = 1801;
    private static final int FULL_RUNS = 500;
    private static final double LATE_ALLOWED = 0.05;
    private static final Duration EDGE = Duration.ofMinutes(5);
    private static final int SLOTS_PER_BLOCK = 10;
    private static final int BLOCKS = 5000;
    private static final Course COURSE =
            Course.of(Duration.ofMinutes(1), SLOTS_PER_BLOCK * BLOCKS, Duration.ofSeconds(15), EDGE);
    private static final Duration BLOCK = COURSE.slot().multipliedBy(SLOTS_PER_BLOCK);

    @Override
    public Table table(Scale scale) {
        int runs = scale.runs(FULL_RUNS, 60);
        List<Line> lines = new ArrayList<>();
        lines.addAll(lines(
                runs,
                "lateness at a fixed phase of the slot",
                (late, random) -> new ByTheClock(COURSE, late, random.nextDouble())));
        lines.addAll(lines(
                runs,
                "spells of 5 min, half a block",
                (late, random) -> new History(Duration.ZERO, spells(BLOCK.dividedBy(2), late, random))));
        lines.addAll(lines(
                runs,
                "blocks that are wholly late or not at all",
                (late, random) -> new History(Duration.ZERO, blocks(late, random))));
        lines.add(new Line(
                "spells of 1 h, six blocks: blocks too short",
                "blocks to a false alarm, mean",
                "",
                meanBlocks(
                        runs,
                        LATE_ALLOWED,
                        (late, random) -> new History(Duration.ZERO, spells(BLOCK.multipliedBy(6), late, random))),
                Band.CONTRAST));
        return new Table(
                "Blocks of 10 min at the 5 min edge, where 5 % of sales may be late. While 5 % are, alarms come 1,000 blocks"
                        + " after a start or later, on average, be lateness even or in spells that blocks are twice as long"
                        + " as; when half are late, the alarm comes within 12 blocks. Runs are cut at 5,000 blocks, which can"
                        + " only lower the mean.",
                "schedule and drift alarm as shipped, each slot given its true outcome; no report raises the alarm yet",
                SEED,
                runs + " runs each",
                lines);
    }

    private static List<Line> lines(int runs, String of, Pipeline pipeline) {
        return List.of(
                new Line(
                        of + ", 5 % late",
                        "blocks to a false alarm, mean",
                        "",
                        meanBlocks(runs, LATE_ALLOWED, pipeline),
                        Band.atLeast(1000)),
                new Line(
                        of + ", 50 % late",
                        "blocks to the alarm, mean",
                        "",
                        meanBlocks(runs, 0.5, pipeline),
                        Band.atMost(12)));
    }

    private static double meanBlocks(int runs, double late, Pipeline pipeline) {
        return Scale.each(runs, run -> blocks(SEED + run, pipeline.open(late, new SplittableRandom(SEED + run))))
                .stream()
                .mapToLong(blocks -> blocks)
                .average()
                .orElseThrow();
    }

    private static long blocks(long seed, Truth truth) {
        Drift drift = new Drift(BLOCK, EDGE, LATE_ALLOWED);
        Iterator<SlotOutcome> slots = Direct.of(COURSE, seed, truth).slots().iterator();
        while (slots.hasNext() && drift.alarmedAt().isEmpty()) {
            int late = 0;
            for (int i = 0; i < SLOTS_PER_BLOCK; i++) {
                late += Direct.isLate(slots.next(), EDGE) ? 1 : 0;
            }
            drift.add(SLOTS_PER_BLOCK, late);
        }
        return drift.blocks();
    }

    /** Spells of one length and exponential gaps, in equilibrium from the first moment. */
    private static List<Spell> spells(Duration length, double late, SplittableRandom random) {
        double meanGap = length.toNanos() * (1 - late) / late;
        List<Spell> spells = new ArrayList<>();
        Instant from = Course.NOON;
        if (random.nextDouble() < late) {
            spells.add(Spell.late(from, Duration.ofNanos(1 + random.nextLong(length.toNanos())), EDGE));
            from = spells.get(0).until();
        }
        while (from.isBefore(COURSE.end())) {
            from = from.plusNanos(Math.round(-meanGap * Math.log1p(-random.nextDouble())));
            spells.add(Spell.late(from, length, EDGE));
            from = from.plus(length);
        }
        return spells;
    }

    private static List<Spell> blocks(double late, SplittableRandom random) {
        List<Spell> spells = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            if (random.nextDouble() < late) {
                spells.add(Spell.late(Course.NOON.plus(BLOCK.multipliedBy(i)), BLOCK, EDGE));
            }
        }
        return spells;
    }
}
