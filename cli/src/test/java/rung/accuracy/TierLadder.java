package rung.accuracy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import rung.core.evidence.State;
import rung.core.evidence.WindowTally;
import rung.core.ladder.Ladder;
import rung.core.ladder.LadderFile;
import rung.core.ladder.Place;
import rung.core.ladder.Standing;
import rung.core.measure.SlotOutcome;
import rung.probe.virtual.Transit;

/** METHOD I.14: the right tier and the right note on either side of each edge, and no claim against a share near the boundary. */
final class TierLadder implements Proof {
    private static final long SEED = 1401;
    private static final Ladder LADDER = LadderFile.standard();
    private static final int RUNS = 200;
    private static final double WRONG = 0.05;

    /**
     * A pipeline of one delay.
     *
     * @param kept tier that it keeps
     * @param position where in respect of that tier's band
     */
    private record Placed(Duration delay, int kept, Place.Position position) {
        private static Placed seconds(double seconds, int kept, Place.Position position) {
            return new Placed(Duration.ofMillis(Math.round(seconds * 1e3)), kept, position);
        }

        /** Fine enough that no interval reaches over the nearest edge. */
        Duration poll() {
            return Duration.ofMillis(delay.compareTo(Duration.ofSeconds(10)) < 0 ? 60 : 250);
        }

        String words() {
            return "each sale takes " + Band.number(delay.toMillis() / 1e3) + " s";
        }
    }

    private static final List<Placed> PLACED = List.of(
            Placed.seconds(4.9, 4, Place.Position.WITHIN),
            Placed.seconds(5.1, 3, Place.Position.FASTER_THAN_BAND),
            Placed.seconds(12, 3, Place.Position.FASTER_THAN_BAND),
            Placed.seconds(29, 3, Place.Position.FASTER_THAN_BAND),
            Placed.seconds(31, 3, Place.Position.WITHIN),
            Placed.seconds(299, 3, Place.Position.WITHIN),
            Placed.seconds(301, 2, Place.Position.WITHIN),
            Placed.seconds(1799, 2, Place.Position.WITHIN),
            Placed.seconds(1801, 1, Place.Position.FASTER_THAN_BAND),
            Placed.seconds(47 * 60, 1, Place.Position.FASTER_THAN_BAND));

    @Override
    public Table table(Scale scale) {
        List<Line> lines = new ArrayList<>();
        List<List<Line>> placed = Scale.each(PLACED.size(), i -> placed(PLACED.get(i)));
        placed.forEach(lines::addAll);
        int runs = scale.runs(RUNS, 24);
        lines.add(claimedWrongly(0.96, State.MISSED, runs));
        lines.add(claimedWrongly(0.94, State.KEPT, runs));
        return new Table(
                "Delays on either side of each edge, and in both holes of the ladder. Where 96 % of sales are in time the"
                        + " edge is not called missed, and where 94 % are it is not called kept, at any look.",
                Trial.THROUGH, SEED, "one run of 120 sales per delay, " + runs + " runs of 600 sales per share", lines);
    }

    private static List<Line> placed(Placed placed) {
        Course course = Course.of(
                        Duration.ofSeconds(10),
                        120,
                        placed.poll(),
                        LADDER.edges().toArray(Duration[]::new))
                .drained(placed.delay().plusSeconds(10));
        Trial trial = Trial.of(
                course, SEED, Shop.of((timeline, random, shown) -> Transit.delayed(timeline, placed::delay, shown)));
        Standing standing = Standing.of(LADDER, trial.evidence());
        return List.of(
                new Line(
                        placed.words(),
                        "fastest tier proven kept",
                        Integer.toString(placed.kept()),
                        orMinusOne(standing.kept()),
                        Band.exactly(placed.kept())),
                new Line(
                        placed.words(),
                        "fastest tier not proven missed",
                        Integer.toString(placed.kept()),
                        standing.notMissed(),
                        Band.exactly(placed.kept())),
                new Line(
                        placed.words(),
                        "share of sales whose note is " + words(placed.position()),
                        "1",
                        noted(trial, placed),
                        Band.exactly(1)));
    }

    private static double orMinusOne(OptionalInt tier) {
        return tier.orElse(-1);
    }

    /** Both ends of what is known of a sale have to be placed alike. */
    private static double noted(Trial trial, Placed placed) {
        return trial.slots().stream()
                        .filter(slot -> slot.outcome()
                                .fold(
                                        seen -> isAt(placed, Duration.between(slot.intended(), seen.lastMissing()))
                                                && isAt(placed, Duration.between(slot.intended(), seen.firstSeen())),
                                        unseen -> false,
                                        unmeasured -> false))
                        .count()
                / (double) trial.slots().size();
    }

    private static boolean isAt(Placed placed, Duration staleness) {
        Place place = LADDER.place(staleness);
        return place.tier() == placed.kept() && place.position() == placed.position();
    }

    private static String words(Place.Position position) {
        return switch (position) {
            case WITHIN -> "\"within the band\"";
            case FASTER_THAN_BAND -> "\"faster than the band\"";
            case OFF_THE_LADDER -> "\"off the ladder\"";
        };
    }

    private static Line claimedWrongly(double inTime, State wrong, int runs) {
        Course course = Course.of(
                        Duration.ofSeconds(1),
                        600,
                        Duration.ofMillis(250),
                        LADDER.edges().get(0))
                .drained(Duration.ofSeconds(30));
        Shop shop = Shop.of((timeline, random, shown) ->
                Transit.delayed(timeline, () -> Duration.ofSeconds(random.nextDouble() < inTime ? 1 : 9), shown));
        List<Boolean> claimed = Scale.each(runs, run -> isEver(wrong, Trial.of(course, SEED + run, shop)));
        return new Line(
                Band.number(inTime * 100) + " % of sales in time, 95 % promised",
                "share of runs in which any look says " + (wrong == State.KEPT ? "kept" : "missed"),
                "at most 0.05",
                claimed.stream().mapToDouble(is -> is ? 1 : 0).sum() / runs,
                Band.shareAtMost(WRONG, runs, RUNS));
    }

    private static boolean isEver(State state, Trial trial) {
        WindowTally tally = trial.tally();
        for (SlotOutcome slot : trial.slots()) {
            tally.add(slot);
            if (tally.states().contains(state)) {
                return true;
            }
        }
        return false;
    }
}
