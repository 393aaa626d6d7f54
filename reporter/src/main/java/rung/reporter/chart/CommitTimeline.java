package rung.reporter.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import rung.core.config.Durations;
import rung.core.measure.Commit;
import rung.core.measure.Fact;

/**
 * When a stage's commits came into sight. Commits that bring data are upright ticks, commits that only rearrange it are
 * diamonds below, others crosses. A bracket marks the longest gap between commits with data, another the promised edge for
 * scale, a triangle the end of what is known.
 */
public final class CommitTimeline {
    private static final Frame FRAME = Frame.wide(226);
    private static final double DATA = 66;
    private static final double OTHER = 86;
    private static final double GAP = 114;
    private static final double SCALE = 146;
    private static final String KEY =
            "Tick: a commit that brought data. Diamond: one that only rearranged it. Cross: any other."
                    + " Each is placed where a look first came upon it. Open triangle: the end of what is known.";

    /** What a commit does to the data, as its operation says. */
    public enum Kind {
        DATA("brings data"),
        REARRANGED("rearranges"),
        OTHER("other");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Of a commit, by its operation. */
        public static Kind of(Commit commit) {
            return switch (commit.operation().toLowerCase(Locale.ROOT)) {
                case "append", "overwrite" -> DATA;
                case "replace" -> REARRANGED;
                default -> OTHER;
            };
        }
    }

    /** A time without new data; {@code isOpen} when no commit ended it. */
    public record Quiet(Instant from, Instant to, boolean isOpen) {
        public Duration length() {
            return Duration.between(from, to);
        }
    }

    private CommitTimeline() {}

    /** Draws {@code commits}, which looks in the period came upon, in the order of the looks. */
    public static Figure of(Subject subject, Period period, List<Fact.CommitSeen> commits) {
        String title = "Commits over time: " + subject.name();
        List<Instant> data = commits.stream()
                .filter(one -> Kind.of(one.commit()) == Kind.DATA)
                .map(Fact.CommitSeen::at)
                .toList();
        List<Quiet> quiet = quiet(period, data);
        String reading = reading(subject, commits, data, quiet);
        String id = subject.id() + "-commits";
        Svg svg = FRAME.picture(id, title, reading + " " + KEY);
        draw(svg, subject, period, commits, quiet);
        return new Figure(id, title, reading, KEY, svg.end(), table(subject, commits));
    }

    /** The gaps between commits with data, and from the last one to the end of what is known. */
    private static List<Quiet> quiet(Period period, List<Instant> data) {
        List<Quiet> quiet = new ArrayList<>();
        for (int i = 1; i < data.size(); i++) {
            quiet.add(new Quiet(data.get(i - 1), data.get(i), false));
        }
        if (!data.isEmpty() && data.get(data.size() - 1).isBefore(period.known())) {
            quiet.add(new Quiet(data.get(data.size() - 1), period.known(), true));
        }
        return quiet;
    }

    /** The longest time of {@code period} without new data; absent when no commit brought any. */
    public static Optional<Quiet> longestQuiet(Period period, List<Fact.CommitSeen> commits) {
        return longest(quiet(
                period,
                commits.stream()
                        .filter(one -> Kind.of(one.commit()) == Kind.DATA)
                        .map(Fact.CommitSeen::at)
                        .toList()));
    }

    private static Optional<Quiet> longest(List<Quiet> quiet) {
        return quiet.stream().max(Comparator.comparing(Quiet::length));
    }

    private static void draw(
            Svg svg, Subject subject, Period period, List<Fact.CommitSeen> commits, List<Quiet> quiet) {
        TimeAxis time = new TimeAxis(period.window(), subject.zone(), FRAME.left(), FRAME.right());
        FRAME.windows(svg, time, period);
        if (commits.isEmpty()) {
            FRAME.nothing(svg, "no commit came into sight");
        }
        Shape data = new Shape();
        Shape rearranged = new Shape();
        Shape other = new Shape();
        double lastData = -1;
        double lastRearranged = -1;
        double lastOther = -1;
        for (Fact.CommitSeen seen : commits) {
            double x = time.at(seen.at());
            switch (Kind.of(seen.commit())) {
                case DATA -> {
                    if (x - lastData >= 0.1) {
                        data.at(x, FRAME.top() + 8).down(DATA);
                        lastData = x;
                    }
                }
                case REARRANGED -> {
                    if (x - lastRearranged >= 0.5) {
                        Marks.diamond(rearranged, x, OTHER, 4);
                        lastRearranged = x;
                    }
                }
                case OTHER -> {
                    if (x - lastOther >= 0.5) {
                        Marks.cross(other, x, OTHER, 3.5);
                        lastOther = x;
                    }
                }
            }
        }
        svg.draw("c-commit", data);
        svg.draw("c-open", rearranged);
        svg.draw("c-whisker", other);
        svg.text("c-label", FRAME.left() - 8, (FRAME.top() + 8 + DATA) / 2 + 4, Svg.Anchor.END, "data");
        svg.text("c-label", FRAME.left() - 8, OTHER + 4.5, Svg.Anchor.END, "other");
        longest(quiet)
                .ifPresent(one -> bracket(
                        svg,
                        "c-gap",
                        time.at(one.from()),
                        time.at(one.to()),
                        GAP,
                        "longest gap " + (one.isOpen() ? "at least " : "") + Durations.words(one.length())));
        subject.edge().ifPresent(edge -> {
            double from = FRAME.left();
            Instant to = period.window().from().plus(edge);
            bracket(svg, "c-promise", from, time.at(to), SCALE, "promised " + Durations.words(edge));
        });
        Shape end = new Shape();
        Marks.end(end, time.at(period.known()), FRAME.bottom());
        svg.draw("c-end", end);
        FRAME.bottomAxis(svg, time.ticks(), time.caption());
    }

    private static void bracket(Svg svg, String type, double from, double to, double y, String label) {
        svg.draw(type, new Shape().level(from, Math.max(to, from + 1), y, 5));
        boolean isLeft = to > FRAME.right() - 190;
        svg.text("c-note", isLeft ? from - 9 : to + 9, y + 4.5, isLeft ? Svg.Anchor.END : Svg.Anchor.START, label);
    }

    private static String reading(
            Subject subject, List<Fact.CommitSeen> commits, List<Instant> data, List<Quiet> quiet) {
        if (commits.isEmpty()) {
            return "No commit came into sight: the stage does not tell them, or there was none.";
        }
        List<String> parts = new ArrayList<>();
        parts.add(Said.count(data.size(), "commit", "commits") + " brought data");
        List<Duration> closed = quiet.stream()
                .filter(one -> !one.isOpen())
                .map(Quiet::length)
                .sorted()
                .toList();
        if (!closed.isEmpty()) {
            parts.add("half of the gaps between them were at most "
                    + Durations.words(closed.get((closed.size() - 1) / 2)));
        }
        longest(quiet)
                .ifPresent(one -> parts.add("the longest " + (one.isOpen() ? "is at least " : "was ")
                        + Durations.words(one.length()) + ", from " + Said.clock(one.from(), subject.zone())
                        + subject.edge()
                                .map(edge -> " (promised " + Durations.words(edge) + ")")
                                .orElse("")));
        long rearranged = commits.stream()
                .filter(one -> Kind.of(one.commit()) == Kind.REARRANGED)
                .count();
        if (rearranged > 0) {
            parts.add(Said.count(rearranged, "commit", "commits") + " only rearranged data");
        }
        return String.join("; ", parts) + ".";
    }

    private static DataTable table(Subject subject, List<Fact.CommitSeen> commits) {
        return new DataTable(
                "Commits in the order in which looks came upon them, " + subject.name(),
                List.of("seen", "commit", "operation", "kind", "written by its writer's clock", "records", "files"),
                commits.stream()
                        .map(seen -> List.of(
                                Said.cell(seen.at(), subject.zone()),
                                Plain.name(seen.commit().cycle().id()),
                                Plain.name(seen.commit().operation()),
                                Kind.of(seen.commit()).word,
                                Said.cell(seen.commit().writtenAt(), subject.zone()),
                                Long.toString(seen.commit().records()),
                                Long.toString(seen.commit().files())))
                        .toList());
    }
}
