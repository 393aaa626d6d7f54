package rung.accuracy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;

/**
 * A way in which sales of a day are late, drawn anew for each run, whose late time is a given share of the day to the
 * nanosecond.
 *
 * @param name as the page prints it
 * @param edge beyond which a sale is late
 * @param drawing of one day
 */
record Shape(String name, Duration edge, Drawing drawing) {
    /** Draws spells that make {@code late} of the course later than its edge. */
    @FunctionalInterface
    interface Drawing {
        List<Spell> draw(Course course, Duration late, SplittableRandom random);
    }

    /** So that slots are the longest that the method allows: the fewer slots, the more chance is in them. */
    static final Duration SLOT = Duration.ofMinutes(1);

    private static final Duration USUAL = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofSeconds(15);
    private static final Duration TIER_3 = Duration.ofMinutes(5);
    private static final Duration STALL = Duration.ofMinutes(10);
    private static final Duration BATCH = Duration.ofHours(1);
    private static final int BURSTS = 400;

    static final List<Shape> ALL = List.of(
            new Shape("stalls of 600 s at random", TIER_3, Shape::stalls),
            new Shape("one long spell", TIER_3, Shape::longSpell),
            new Shape("hourly batches, each differently late", BATCH.plus(TIER_3), Shape::batches),
            new Shape("bursts of exponential length", TIER_3, Shape::bursts),
            new Shape("lateness at a fixed phase of the slot", TIER_3, Shape::fixedPhase),
            new Shape(
                    "drift from nothing to twice the share",
                    TIER_3,
                    (course, late, random) -> inEachSlot(course, late, random::nextDouble, done -> done * done)),
            new Shape(
                    "drift from twice the share to nothing",
                    TIER_3,
                    (course, late, random) -> inEachSlot(course, late, random::nextDouble, done -> done * (2 - done))));

    Course course(Duration day) {
        return Course.of(SLOT, Math.toIntExact(day.dividedBy(SLOT)), POLL, edge).drained(edge.multipliedBy(4));
    }

    History history(Course course, double share, SplittableRandom random) {
        Duration late = Duration.ofNanos(Math.round(course.window().length().toNanos() * share));
        return new History(USUAL, drawing.draw(course, late, random));
    }

    private static List<Spell> stalls(Course course, Duration late, SplittableRandom random) {
        Duration lateEach = STALL.minus(course.edge());
        int whole = Math.toIntExact(late.dividedBy(lateEach));
        List<Duration> lengths = new ArrayList<>(Collections.nCopies(whole, STALL));
        lengths.add(random.nextInt(whole + 1), course.edge().plus(late.minus(lateEach.multipliedBy(whole))));
        return scattered(lengths, course, random);
    }

    private static List<Spell> longSpell(Course course, Duration late, SplittableRandom random) {
        return scattered(List.of(late.plus(course.edge())), course, random);
    }

    private static List<Spell> batches(Course course, Duration late, SplittableRandom random) {
        List<Duration> parts =
                exponential(Math.toIntExact(course.window().length().dividedBy(BATCH)), late, random);
        List<Spell> spells = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Instant from = Course.NOON.plus(BATCH.multipliedBy(i));
            spells.add(new Spell(from, from.plus(BATCH), from.plus(parts.get(i)).plus(course.edge())));
        }
        return spells;
    }

    private static List<Spell> bursts(Course course, Duration late, SplittableRandom random) {
        return scattered(exponential(BURSTS, late, random), course, random).stream()
                .map(one -> Spell.late(one.from(), Duration.between(one.from(), one.until()), course.edge()))
                .toList();
    }

    private static List<Spell> fixedPhase(Course course, Duration late, SplittableRandom random) {
        double phase = random.nextDouble();
        return inEachSlot(course, late, () -> phase, done -> done);
    }

    /** @param risen share of all lateness that has come when a share of the day is done */
    private static List<Spell> inEachSlot(
            Course course, Duration late, DoubleSupplier phases, DoubleUnaryOperator risen) {
        List<Spell> spells = new ArrayList<>();
        long before = 0;
        for (long i = 0; i < course.slots(); i++) {
            long after = Math.round(late.toNanos() * risen.applyAsDouble((i + 1.0) / course.slots()));
            long offset = (long) (phases.getAsDouble() * (course.slot().toNanos() - (after - before)));
            if (after > before) {
                Instant from = Course.NOON.plus(course.slot().multipliedBy(i)).plusNanos(offset);
                spells.add(Spell.late(from, Duration.ofNanos(after - before), course.edge()));
            }
            before = after;
        }
        return spells;
    }

    /** Stretches of these lengths, in this order, at random over the day, none over another. */
    private static List<Spell> scattered(List<Duration> lengths, Course course, SplittableRandom random) {
        Duration taken = lengths.stream().reduce(Duration.ZERO, Duration::plus);
        long free = course.window().length().minus(taken).toNanos();
        long[] gaps = lengths.stream()
                .mapToLong(any -> random.nextLong(free))
                .sorted()
                .toArray();
        List<Spell> spells = new ArrayList<>();
        Instant shifted = Course.NOON;
        for (int i = 0; i < gaps.length; i++) {
            spells.add(Spell.held(shifted.plusNanos(gaps[i]), lengths.get(i)));
            shifted = shifted.plus(lengths.get(i));
        }
        return spells;
    }

    /** Lengths that are distributed exponentially, but for their sum. */
    private static List<Duration> exponential(int count, Duration sum, SplittableRandom random) {
        double[] until = new double[count];
        for (int i = 0; i < count; i++) {
            until[i] = (i == 0 ? 0 : until[i - 1]) - Math.log1p(-random.nextDouble());
        }
        List<Duration> lengths = new ArrayList<>();
        long before = 0;
        for (double one : until) {
            long after = Math.round(sum.toNanos() * (one / until[count - 1]));
            lengths.add(Duration.ofNanos(after - before));
            before = after;
        }
        return lengths;
    }
}
