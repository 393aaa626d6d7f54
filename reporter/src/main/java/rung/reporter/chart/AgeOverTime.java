package rung.reporter.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import rung.core.config.Durations;
import rung.core.evidence.AgeBand;
import rung.core.evidence.AgeCurve;
import rung.core.evidence.AgeRange;
import rung.reporter.report.Words;

/**
 * How old the count was that a reader saw, at every moment: it rises by a second each second, and falls when something new
 * comes into sight. What "47 minutes stale" means. Known up to where probes and looks happened to fall, so it is a band.
 * A band with more than {@value #MOST_STRETCHES} teeth is drawn by the peaks of each column of the picture.
 */
public final class AgeOverTime {
    /** So many stretches are drawn one by one. */
    public static final int MOST_STRETCHES = 1_200;

    private static final Frame FRAME = Frame.withSigns(300);
    private static final int COLUMNS = 293;

    /** A promised edge is drawn unless it would make the band flatter than this share of the plot. */
    private static final int FLATTEST = 4;

    private static final String KEY =
            "The count that a reader saw was at least as old as the lower line and at most as old as"
                    + " the upper one.";

    private AgeOverTime() {}

    /** Draws {@code band}; it is absent where no sale was made. */
    public static Figure of(Subject subject, Period period, Optional<AgeBand> band) {
        boolean isPeaks = band.filter(one -> stretches(one) > MOST_STRETCHES).isPresent();
        String title = "Age of the count: " + subject.name();
        String key =
                isPeaks ? KEY + " Drawn at the largest age within each " + Durations.words(column(period)) + "." : KEY;
        String reading = band.map(one -> reading(subject, one)).orElse("No sale in this period.");
        String id = subject.id() + "-age";
        Svg svg = FRAME.picture(id, title, reading + " " + key);
        draw(svg, subject, period, band, isPeaks);
        return new Figure(id, title, reading, key, svg.end(), table(subject, period, band));
    }

    private static int stretches(AgeBand band) {
        return Math.max(
                band.oldest().stretches().size(), band.newest().stretches().size());
    }

    private static Duration column(Period period) {
        return period.window().length().dividedBy(COLUMNS);
    }

    private static void draw(Svg svg, Subject subject, Period period, Optional<AgeBand> band, boolean isPeaks) {
        Duration most = longest(subject, band);
        SpanAxis axis = new SpanAxis(most, FRAME.bottom(), FRAME.top());
        TimeAxis time = new TimeAxis(period.window(), subject.zone(), FRAME.left(), FRAME.right());
        FRAME.levelBands(svg, Band.along(subject.ladder(), axis::at, FRAME.bottom(), FRAME.top()));
        FRAME.windows(svg, time, period);
        band.ifPresentOrElse(
                one -> {
                    List<double[]> newest =
                            isPeaks ? peaks(one.newest(), period, time, axis) : teeth(one.newest(), time, axis);
                    List<double[]> oldest =
                            isPeaks ? peaks(one.oldest(), period, time, axis) : teeth(one.oldest(), time, axis);
                    area(svg, newest, oldest);
                },
                () -> FRAME.nothing(svg, "no sale in this period"));
        Optional<Duration> drawn = subject.edge().filter(edge -> edge.compareTo(most) <= 0);
        FRAME.levelPromise(svg, drawn.map(axis::at).orElse(0.0), drawn);
        FRAME.leftLabels(svg, Tick.upright(axis.candidates()));
        FRAME.bottomAxis(svg, time.ticks(), time.caption());
    }

    /** The longest age that must be drawn. */
    public static Duration longest(Subject subject, Optional<AgeBand> band) {
        Duration peak = band.map(one -> one.peak().atMost()).orElse(Duration.ofSeconds(30));
        return subject.edge()
                .filter(edge -> edge.compareTo(peak.multipliedBy(FLATTEST)) <= 0)
                .map(edge -> edge.multipliedBy(21).dividedBy(20))
                .filter(edge -> edge.compareTo(peak) > 0)
                .orElse(peak);
    }

    private static void area(Svg svg, List<double[]> newest, List<double[]> oldest) {
        Shape below = line(oldest);
        below.lineTo(oldest.get(oldest.size() - 1)[0], FRAME.bottom());
        svg.draw("c-below", below.lineTo(oldest.get(0)[0], FRAME.bottom()).close());
        Shape between = line(newest);
        for (int i = oldest.size() - 1; i >= 0; i--) {
            between.lineTo(oldest.get(i)[0], oldest.get(i)[1]);
        }
        svg.draw("c-between", between.close());
        svg.draw("c-possibly", line(newest));
        svg.draw("c-surely", line(oldest));
    }

    private static Shape line(List<double[]> points) {
        Shape line = new Shape().at(points.get(0)[0], points.get(0)[1]);
        points.subList(1, points.size()).forEach(point -> line.lineTo(point[0], point[1]));
        return line;
    }

    private static List<double[]> teeth(AgeCurve curve, TimeAxis time, SpanAxis axis) {
        List<double[]> points = new ArrayList<>();
        for (AgeCurve.Stretch stretch : curve.stretches()) {
            points.add(new double[] {time.at(stretch.from()), axis.at(stretch.age())});
            points.add(new double[] {time.at(stretch.to()), axis.at(end(stretch))});
        }
        return points;
    }

    private static Duration end(AgeCurve.Stretch stretch) {
        return stretch.rises() ? stretch.age().plus(Duration.between(stretch.from(), stretch.to())) : Duration.ZERO;
    }

    private static List<double[]> peaks(AgeCurve curve, Period period, TimeAxis time, SpanAxis axis) {
        List<double[]> points = new ArrayList<>();
        for (Peak peak : peaks(curve, period)) {
            points.add(new double[] {time.at(peak.from()), axis.at(peak.age())});
            points.add(new double[] {time.at(peak.to()), axis.at(peak.age())});
        }
        return points;
    }

    /** The largest age from one moment to another. */
    public record Peak(Instant from, Instant to, Duration age) {}

    /** The largest age in each column of the period that the curve reaches, in the order of time. */
    public static List<Peak> peaks(AgeCurve curve, Period period) {
        List<Peak> peaks = new ArrayList<>();
        int next = 0;
        for (int column = 0; column < COLUMNS; column++) {
            Instant from = later(border(period, column), curve.from());
            Instant to = earlier(border(period, column + 1), curve.to());
            if (!from.isBefore(to)) {
                continue;
            }
            Duration largest = Duration.ZERO;
            while (next < curve.stretches().size()) {
                AgeCurve.Stretch stretch = curve.stretches().get(next);
                if (!stretch.from().isBefore(to)) {
                    break;
                }
                Instant until = earlier(to, stretch.to());
                Duration age =
                        stretch.rises() ? stretch.age().plus(Duration.between(stretch.from(), until)) : Duration.ZERO;
                largest = age.compareTo(largest) > 0 ? age : largest;
                if (stretch.to().isAfter(to)) {
                    break;
                }
                next++;
            }
            peaks.add(new Peak(from, to, largest));
        }
        return peaks;
    }

    private static Instant border(Period period, int column) {
        return period.window()
                .from()
                .plus(period.window().length().multipliedBy(column).dividedBy(COLUMNS));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static String reading(Subject subject, AgeBand band) {
        AgeRange peak = band.peak();
        Instant at = band.newest().stretches().stream()
                .max(Comparator.comparing(AgeOverTime::end))
                .orElseThrow()
                .to();
        String least = Durations.words(peak.atLeast());
        String most = Durations.words(peak.atMost());
        String age = least.equals(most) ? most : least + " to " + most;
        return "At its oldest the count was " + age + " old, at " + Said.clock(at, subject.zone())
                + subject.edge()
                        .map(edge -> "; older than the promised " + Durations.words(edge) + " for "
                                + Said.share(band.shareOver(edge), new Words(subject.zone())) + " of the time")
                        .orElse("")
                + ".";
    }

    private static DataTable table(Subject subject, Period period, Optional<AgeBand> band) {
        List<List<String>> rows = new ArrayList<>();
        if (band.isPresent()) {
            List<Peak> atLeast = peaks(band.get().oldest(), period);
            List<Peak> atMost = peaks(band.get().newest(), period);
            for (int i = 0; i < atLeast.size(); i++) {
                rows.add(List.of(
                        Said.cell(atLeast.get(i).from(), subject.zone()),
                        Said.cell(atLeast.get(i).to(), subject.zone()),
                        Said.cell(atLeast.get(i).age()),
                        Said.cell(atMost.get(i).age())));
            }
        }
        return new DataTable(
                "Largest age of the count in each " + Durations.words(column(period)) + ", " + subject.name(),
                List.of("from", "to", "largest age at least (s)", "largest age at most (s)"),
                rows);
    }
}
