package rung.peers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What common ways to measure would have recorded of a pipeline whose commits are known, each as a list of stalenesses.
 * All of them send at a fixed pace, counted from the start, and none is what Rung does.
 */
public final class Contrasts {
    private Contrasts() {}

    /** A probe each {@code pace} until {@code end}; what took longer than {@code cutOff} counts as lost, and is left out. */
    public static List<Duration> lateRemoved(Commits commits, Duration pace, Duration end, Duration cutOff) {
        return sent(commits, pace, end).stream()
                .filter(staleness -> staleness.compareTo(cutOff) <= 0)
                .toList();
    }

    /** A probe each {@code pace} until {@code end}; the recorder's range ends at {@code bound}, and what is longer is put there. */
    public static List<Duration> clamped(Commits commits, Duration pace, Duration end, Duration bound) {
        return sent(commits, pace, end).stream()
                .map(staleness -> staleness.compareTo(bound) <= 0 ? staleness : bound)
                .toList();
    }

    /** The next probe {@code pause} after the last one was seen: a stall is met by one probe, however long it is. */
    public static List<Duration> closedLoop(Commits commits, Duration pause, Duration end) {
        List<Duration> recorded = new ArrayList<>();
        for (Duration now = Duration.ZERO; now.compareTo(end) < 0; ) {
            Duration staleness = commits.staleness(now);
            recorded.add(staleness);
            now = now.plus(staleness).plus(pause);
        }
        return recorded;
    }

    /** A probe each {@code pace}, looked at {@code now}: what has not arrived yet is not there. */
    public static List<Duration> arrivalsOnly(Commits commits, Duration pace, Duration now) {
        List<Duration> recorded = new ArrayList<>();
        for (Duration sent = Duration.ZERO; sent.compareTo(now) < 0; sent = sent.plus(pace)) {
            Duration staleness = commits.staleness(sent);
            if (sent.plus(staleness).compareTo(now) <= 0) {
                recorded.add(staleness);
            }
        }
        return recorded;
    }

    private static List<Duration> sent(Commits commits, Duration pace, Duration end) {
        List<Duration> recorded = new ArrayList<>();
        for (Duration sent = Duration.ZERO; sent.compareTo(end) < 0; sent = sent.plus(pace)) {
            recorded.add(commits.staleness(sent));
        }
        return recorded;
    }

    /** The smallest recorded staleness that at least a share {@code quantile} does not exceed. */
    public static Duration quantile(double quantile, List<Duration> recorded) {
        List<Duration> sorted = recorded.stream().sorted().toList();
        return sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
    }
}
