package rung.reporter.chart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import rung.core.config.Durations;
import rung.core.ladder.Ladder;

/**
 * A logarithmic axis of durations, between 100 ms and 7 days at most. What is shorter or longer than its ends is drawn at
 * the end, whose label says so.
 */
public final class DurationAxis {
    private static final List<Duration> BEGINS = List.of(Duration.ofMillis(100), Duration.ofSeconds(1));
    private static final List<Duration> ENDS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(24),
            Duration.ofDays(7));
    private static final List<Duration> ROUND = List.of(
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofHours(4),
            Duration.ofHours(24),
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofMinutes(2),
            Duration.ofHours(12),
            Duration.ofDays(2));

    private final Ladder ladder;
    private final Duration shortest;
    private final Duration longest;
    private final double start;
    private final double end;

    private DurationAxis(Ladder ladder, Duration shortest, Duration longest, double start, double end) {
        this.ladder = ladder;
        this.shortest = shortest;
        this.longest = longest;
        this.start = start;
        this.end = end;
    }

    /** From 1 s to 24 h, the same for every row of a table. */
    public static DurationAxis standard(Ladder ladder, double start, double end) {
        return new DurationAxis(ladder, Duration.ofSeconds(1), Duration.ofHours(24), start, end);
    }

    /**
     * As long as it must be to show what lies between two durations.
     *
     * @param start where it begins in the picture
     * @param end where it ends, on either side of {@code start}
     */
    public static DurationAxis covering(Ladder ladder, Duration least, Duration most, double start, double end) {
        Duration begin = least.compareTo(BEGINS.get(1)) < 0 ? BEGINS.get(0) : BEGINS.get(1);
        Duration last =
                ENDS.stream().filter(one -> one.compareTo(most) > 0).findFirst().orElse(ENDS.get(ENDS.size() - 1));
        return new DurationAxis(ladder, begin, last, start, end);
    }

    public Duration longest() {
        return longest;
    }

    public Duration shortest() {
        return shortest;
    }

    /** Where {@code duration} is in the picture; at an end of the axis when it lies beyond. */
    public double at(Duration duration) {
        return at(seconds(duration));
    }

    /** Where so many seconds are in the picture. */
    public double at(double seconds) {
        double within = Math.max(seconds(shortest), Math.min(seconds(longest), seconds));
        return start + (end - start) * Math.log(within / seconds(shortest)) / Math.log(ratio());
    }

    /** The duration at a place of the picture, at one of the axis' ends when it lies beyond. */
    public Duration durationAt(double place) {
        double share = Math.max(0, Math.min(1, (place - start) / (end - start)));
        return Duration.ofMillis(Math.round(1000 * seconds(shortest) * Math.pow(ratio(), share)));
    }

    private double ratio() {
        return seconds(longest) / seconds(shortest);
    }

    public static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Places for labels, best first: the ends, the edges of the ladder, then round durations. */
    public List<Tick> candidates() {
        List<Tick> candidates = new ArrayList<>();
        candidates.add(new Tick(end, words(longest)));
        candidates.add(new Tick(start, "≤ " + words(shortest)));
        ladder.edges().forEach(edge -> addWithin(candidates, edge));
        ROUND.forEach(round -> addWithin(candidates, round));
        return candidates;
    }

    private void addWithin(List<Tick> candidates, Duration duration) {
        if (duration.compareTo(shortest) > 0 && duration.compareTo(longest) < 0) {
            candidates.add(new Tick(at(duration), words(duration)));
        }
    }

    private static String words(Duration duration) {
        return duration.compareTo(Duration.ofHours(24)) > 0 && duration.toHours() % 24 == 0
                ? duration.toDays() + " d"
                : Durations.words(duration);
    }

    /** The tiers on the axis, fastest first, and what lies off the ladder. */
    public List<Band> bands() {
        return Band.along(ladder, this::at, start, end);
    }
}
