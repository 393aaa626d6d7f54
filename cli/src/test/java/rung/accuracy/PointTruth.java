package rung.accuracy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.probe.virtual.Transit;

/** METHOD I.1: a pipeline of fixed delay is measured to within one poll, sale by sale. */
final class PointTruth implements Proof {
    private static final long SEED = 101;
    private static final Duration DELAY = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration LATENCY = Duration.ofMillis(10);

    @Override
    public Table table(Scale scale) {
        int runs = scale.runs(50, 5);
        Course course = Course.of(Duration.ofSeconds(1), 600, POLL, Duration.ofSeconds(5))
                .drained(Duration.ofSeconds(10))
                .answering(LATENCY);
        Shop shop = Shop.of((timeline, random, shown) -> Transit.delayed(timeline, () -> DELAY, shown));
        List<Trial> trials = Scale.each(runs, run -> Trial.of(course, SEED + run, shop));
        long sales = 0;
        long contained = 0;
        long narrow = 0;
        for (Trial trial : trials) {
            for (SlotOutcome slot : trial.slots()) {
                sales++;
                Optional<Outcome.Seen> seen =
                        slot.outcome().fold(Optional::of, unseen -> Optional.empty(), none -> Optional.empty());
                if (seen.isPresent()) {
                    Duration atLeast =
                            Duration.between(slot.intended(), seen.get().lastMissing());
                    Duration atMost =
                            Duration.between(slot.intended(), seen.get().firstSeen());
                    contained += atLeast.compareTo(DELAY) < 0 && DELAY.compareTo(atMost) <= 0 ? 1 : 0;
                    narrow += atMost.minus(atLeast).compareTo(POLL.plus(LATENCY)) <= 0 ? 1 : 0;
                }
            }
        }
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(
                "fixed 3 s",
                "share of sales whose interval contains the truth",
                "1",
                (double) contained / sales,
                Band.exactly(1)));
        lines.add(new Line(
                "fixed 3 s",
                "share of sales known to within one poll and one read",
                "1",
                (double) narrow / sales,
                Band.exactly(1)));
        return new Table(
                "A sale that takes exactly 3 s, read every 250 ms: each interval contains 3 s, and none is wider than the"
                        + " poll and the 10 ms of a read.",
                Trial.THROUGH,
                SEED,
                runs + " runs of 600 sales",
                lines);
    }
}
