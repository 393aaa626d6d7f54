package rung.reporter.chart;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import rung.core.measure.TimeWindow;

/** A linear axis of time, labelled at round moments of the reader's calendar. */
public final class TimeAxis {
    private static final int MOST_LABELS = 9;
    private static final int SECONDS_OF_A_DAY = 86_400;
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_OF_YEAR = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz '(UTC'xxx')'", Locale.ENGLISH);

    private static final int[] STEPS_OF_A_DAY = {
        1, 2, 5, 10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200
    };
    private static final int[] STEPS_OF_DAYS = {1, 2, 5, 7, 14, 28, 91, 182, 364, 1_820, 3_640};

    private final TimeWindow window;
    private final ZoneId zone;
    private final double start;
    private final double end;

    public TimeAxis(TimeWindow window, ZoneId zone, double start, double end) {
        this.window = window;
        this.zone = zone;
        this.start = start;
        this.end = end;
    }

    /** Where {@code moment} is in the picture; at an end of the axis when it lies beyond. */
    public double at(Instant moment) {
        Instant within =
                moment.isBefore(window.from()) ? window.from() : moment.isAfter(window.to()) ? window.to() : moment;
        double share = seconds(Duration.between(window.from(), within)) / seconds(window.length());
        return start + (end - start) * share;
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    public double start() {
        return start;
    }

    public double end() {
        return end;
    }

    /** Round moments in the order of time; midnight is labelled with the day that begins. */
    public List<Tick> ticks() {
        long length = Math.max(1, window.length().toSeconds());
        for (int step : STEPS_OF_A_DAY) {
            if (length / step <= MOST_LABELS) {
                return everyOther(ofADay(step));
            }
        }
        for (int step : STEPS_OF_DAYS) {
            if (length / SECONDS_OF_A_DAY / step <= MOST_LABELS) {
                return everyOther(ofDays(step));
            }
        }
        return List.of();
    }

    private List<Tick> ofADay(int step) {
        List<Tick> ticks = new ArrayList<>();
        ZonedDateTime first = window.from().atZone(zone);
        LocalDateTime midnight = first.toLocalDate().atStartOfDay();
        long passed = first.toLocalTime().toSecondOfDay();
        Instant last = Instant.MIN;
        for (long second = passed / step * step; ; second += step) {
            LocalDateTime local = midnight.plusSeconds(second);
            // An hour that a change of the clocks leaves out has no moment of its own; one that comes twice has its
            // first.
            ZonedDateTime moment = local.atZone(zone);
            if (moment.toInstant().isAfter(window.to())) {
                return ticks;
            }
            boolean exists = moment.toLocalDateTime().equals(local);
            if (exists
                    && !moment.toInstant().isBefore(window.from())
                    && moment.toInstant().isAfter(last)) {
                last = moment.toInstant();
                String clock = (step < 60 ? SECOND : MINUTE).format(local);
                boolean isMidnight = local.toLocalTime().toSecondOfDay() == 0 && !ticks.isEmpty();
                ticks.add(new Tick(at(last), isMidnight ? DAY.format(local) : clock));
            }
        }
    }

    private List<Tick> ofDays(int step) {
        List<Tick> ticks = new ArrayList<>();
        LocalDate first = window.from().atZone(zone).toLocalDate();
        for (LocalDate day = first; ; day = day.plusDays(step)) {
            Instant moment = day.atStartOfDay(zone).toInstant();
            if (moment.isAfter(window.to())) {
                return ticks;
            }
            if (!moment.isBefore(window.from())) {
                ticks.add(new Tick(at(moment), DAY.format(day)));
            }
        }
    }

    /** Where the picture is narrow, there is room for every other label. */
    private static List<Tick> everyOther(List<Tick> ticks) {
        List<Tick> all = new ArrayList<>();
        for (int i = 0; i < ticks.size(); i++) {
            Tick tick = ticks.get(i);
            all.add(new Tick(tick.at(), tick.label(), ticks.size() > 5 && i % 2 == 1));
        }
        return all;
    }

    /** The day or days of the window and their zone, such as {@code 7 Nov 2026, IST (UTC+05:30)}. */
    public String caption() {
        LocalDate first = window.from().atZone(zone).toLocalDate();
        LocalDate last = window.to().minusNanos(1).atZone(zone).toLocalDate();
        String days = first.equals(last)
                ? DAY_OF_YEAR.format(first)
                : (first.getYear() == last.getYear() ? DAY : DAY_OF_YEAR).format(first) + " to "
                        + DAY_OF_YEAR.format(last);
        return days + ", " + zoneName(window.from())
                + changed().map(name -> ", then " + name).orElse("");
    }

    private Optional<String> changed() {
        String after = zoneName(window.to());
        return after.equals(zoneName(window.from())) ? Optional.empty() : Optional.of(after);
    }

    private String zoneName(Instant moment) {
        return zone.getRules().getOffset(moment).getTotalSeconds() == 0
                        && zone.getRules().isFixedOffset()
                ? "UTC"
                : ZONE.format(moment.atZone(zone));
    }
}
