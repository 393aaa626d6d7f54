package rung.reporter.chart;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import rung.core.evidence.AgeBand;
import rung.core.evidence.AgeTally;
import rung.core.evidence.Look;
import rung.core.evidence.WindowEvidence;
import rung.core.evidence.WindowTally;
import rung.core.measure.Commit;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;
import rung.reporter.Ladders;

/**
 * A seeded day of a retailer whose table commits each minute until its compaction stands in the way in the evening: one
 * commit takes 47 minutes. Looks every 5 s. Some sales are lost, some slots not measured.
 */
final class SimulatedDay {
    static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    static final Instant MIDNIGHT = LocalDate.of(2026, 11, 7).atStartOfDay(ZONE).toInstant();
    static final TimeWindow DAY = new TimeWindow("day", MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(1)));
    static final List<TimeWindow> PEAKS = List.of(hours("lunch", 12, 14), hours("evening", 18, 22));

    private static final int POLL_MILLIS = 5_000;

    private final TimeWindow window;
    private final Instant look;
    private final List<SlotOutcome> slots = new ArrayList<>();
    private final List<Fact.CommitSeen> commits = new ArrayList<>();

    SimulatedDay(TimeWindow window, Instant look, Duration slot, long seed) {
        this.window = window;
        this.look = look;
        Random random = new Random(seed);
        List<Instant> commitTimes = commits(random);
        Instant begin = window.from();
        for (; begin.isBefore(window.to()) && begin.isBefore(look); begin = begin.plus(slot)) {
            Instant intended = begin.plusMillis(random.nextInt((int) slot.toMillis()));
            slots.add(new SlotOutcome(intended, intended, "", outcome(intended, commitTimes, random)));
        }
        while (!slots.isEmpty() && slots.get(slots.size() - 1).intended().isAfter(look)) {
            slots.remove(slots.size() - 1);
        }
    }

    private SimulatedDay(TimeWindow window, Instant look) {
        this.window = window;
        this.look = look;
    }

    /** A day of which every slot is given by hand. */
    static SimulatedDay of(TimeWindow window, Instant look, List<SlotOutcome> slots) {
        SimulatedDay day = new SimulatedDay(window, look);
        day.slots.addAll(slots);
        return day;
    }

    static TimeWindow hours(String name, int from, int to) {
        return new TimeWindow(name, MIDNIGHT.plus(Duration.ofHours(from)), MIDNIGHT.plus(Duration.ofHours(to)));
    }

    private List<Instant> commits(Random random) {
        List<Instant> times = new ArrayList<>();
        Instant stall = MIDNIGHT.plus(Duration.ofHours(19)).plus(Duration.ofMinutes(12));
        Instant at = window.from();
        long id = 7_000;
        while (at.isBefore(look) && at.isBefore(window.to())) {
            boolean isStalled = !at.isBefore(stall) && at.isBefore(stall.plusSeconds(60));
            at = at.plusMillis((long) (1000 * (55 + 10 * random.nextDouble())));
            at = isStalled ? at.plus(Duration.ofMinutes(47)) : at;
            times.add(at);
            boolean isEmpty = id++ % 61 == 0;
            seen(at.plusMillis(random.nextInt(POLL_MILLIS)), id, "append");
            if (isEmpty) {
                seen(at.plusSeconds(20), ++id, "replace");
            }
        }
        return times;
    }

    private void seen(Instant at, long id, String operation) {
        if (at.isBefore(look) && window.contains(at)) {
            commits.add(new Fact.CommitSeen(
                    "bopis-inventory",
                    "table",
                    at,
                    new Commit(
                            new Cycle(Long.toString(id)),
                            new Cycle(Long.toString(id - 1)),
                            operation,
                            at.minusSeconds(2),
                            Optional.empty(),
                            Optional.empty(),
                            new Commit.Writer("flink", "job", "", Optional.empty()),
                            120,
                            4)));
        }
    }

    private Outcome outcome(Instant intended, List<Instant> commitTimes, Random random) {
        long minute = Duration.between(MIDNIGHT, intended).toMinutes();
        if (minute >= 200 && minute < 224) {
            return new Outcome.Unmeasured("the broker refused");
        }
        Instant lastLook = look.minusMillis(random.nextInt(POLL_MILLIS));
        if (random.nextInt(700) == 0) {
            return new Outcome.Unseen(lastLook.isAfter(intended) ? lastLook : intended);
        }
        Instant ready = intended.plusMillis((long) (2_000 * Math.exp(random.nextGaussian() * 0.5)));
        Optional<Instant> shown = commitTimes.stream()
                .filter(one -> one.isAfter(ready))
                .findFirst()
                .map(one -> one.plusSeconds(3));
        Instant firstSeen = shown.orElse(Instant.MAX.minusSeconds(60)).plusMillis(random.nextInt(POLL_MILLIS));
        if (shown.isEmpty() || firstSeen.isAfter(look)) {
            return new Outcome.Unseen(lastLook.isAfter(intended) ? lastLook : intended);
        }
        Instant before = firstSeen.minusMillis(POLL_MILLIS + 60L);
        return new Outcome.Seen(before.isAfter(intended) ? before : intended, firstSeen, new Cycle("c"));
    }

    List<SlotOutcome> slots() {
        return slots;
    }

    List<Fact.CommitSeen> commits() {
        return commits;
    }

    Period period() {
        return new Period(window, PEAKS, look);
    }

    private Look at() {
        return new Look(
                look,
                Ladders.RETAIL.rule(),
                Ladders.RETAIL.edges(),
                Duration.ofSeconds(25),
                Duration.ofHours(1),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5));
    }

    WindowEvidence evidence() {
        WindowTally tally = new WindowTally(window, at());
        slots.forEach(tally::add);
        return tally.evidence();
    }

    /** What the stage before the table showed: a second after the sale, known to within half a second. */
    WindowEvidence topic() {
        WindowTally tally = new WindowTally(window, at());
        for (SlotOutcome slot : slots) {
            Instant at = slot.intended();
            tally.add(new SlotOutcome(
                    at, at, "", new Outcome.Seen(at.plusMillis(800), at.plusMillis(1_300), Cycle.unknown())));
        }
        return tally.evidence();
    }

    Optional<AgeBand> age() {
        AgeTally tally = new AgeTally(window, at());
        slots.forEach(tally::add);
        return tally.band();
    }
}
