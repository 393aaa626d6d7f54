package rung.peers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When a pipeline took up what had been sold, and when readers saw it. From this the staleness of a sale at any moment is
 * known, and its quantiles over a stretch of time in closed form: between two commits it falls in step with time.
 *
 * @param commits in the order of their cuts, not empty
 */
public record Commits(List<Commit> commits) {
    /**
     * One commit; times count from the start.
     *
     * @param cut what was sold until then is in it, unless an earlier commit has it
     * @param visible when readers see it
     */
    public record Commit(Duration cut, Duration visible) {
        public Commit {
            if (visible.compareTo(cut) < 0) {
                throw new IllegalArgumentException("visible at " + visible + ", before its cut at " + cut);
            }
        }
    }

    public Commits {
        commits = List.copyOf(commits);
        if (commits.isEmpty()) {
            throw new IllegalArgumentException("no commits");
        }
        if (!commits.equals(
                commits.stream().sorted(Comparator.comparing(Commit::cut)).toList())) {
            throw new IllegalArgumentException("commits are not in order: " + commits);
        }
    }

    /** A commit at the end of each interval, until {@code end}, which readers see {@code delay} later. */
    public static Commits every(Duration interval, Duration delay, Duration end) {
        List<Commit> commits = new ArrayList<>();
        for (Duration cut = interval; cut.compareTo(end) <= 0; cut = cut.plus(interval)) {
            commits.add(new Commit(cut, cut.plus(delay)));
        }
        return new Commits(commits);
    }

    /**
     * The same without the commits that were due after {@code from} and before {@code to}: what they would have shown is
     * shown by one commit at {@code to}.
     */
    public Commits stalled(Duration from, Duration to) {
        Duration delay = commits.get(0).visible().minus(commits.get(0).cut());
        List<Commit> kept = new ArrayList<>(commits.stream()
                .filter(commit ->
                        commit.cut().compareTo(from) <= 0 || commit.cut().compareTo(to) > 0)
                .toList());
        kept.add(new Commit(to, to.plus(delay)));
        kept.sort(Comparator.comparing(Commit::cut));
        return new Commits(kept);
    }

    /**
     * How long a sale at {@code moment} takes to show.
     *
     * @throws IllegalArgumentException when no commit has it
     */
    public Duration staleness(Duration moment) {
        return commits.stream()
                .filter(commit -> commit.cut().compareTo(moment) >= 0)
                .findFirst()
                .map(commit -> commit.visible().minus(moment))
                .orElseThrow(() -> new IllegalArgumentException("no commit has a sale at " + moment));
    }

    /** The staleness that a share {@code quantile} of the moments between {@code from} and {@code to} does not exceed. */
    public Duration quantile(double quantile, Duration from, Duration to) {
        staleness(to);
        long span = to.minus(from).toNanos();
        long tooSmall = -1;
        long enough = commits.get(commits.size() - 1).visible().minus(from).toNanos();
        while (enough - tooSmall > 1) {
            long middle = tooSmall + (enough - tooSmall) / 2;
            if (beyond(middle, from.toNanos(), to.toNanos()) <= (1 - quantile) * span) {
                enough = middle;
            } else {
                tooSmall = middle;
            }
        }
        return Duration.ofNanos(enough);
    }

    /** For how long, in nanoseconds of the stretch, sales take longer than {@code staleness}. */
    private long beyond(long staleness, long from, long to) {
        long time = 0;
        long begin = from;
        for (Commit commit : commits) {
            long end = Math.min(commit.cut().toNanos(), to);
            time += Math.max(0, Math.min(end, commit.visible().toNanos() - staleness) - begin);
            begin = Math.max(begin, end);
        }
        return time;
    }
}
