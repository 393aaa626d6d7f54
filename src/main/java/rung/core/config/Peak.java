package rung.core.config;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import rung.core.measure.TimeWindow;

/**
 * A peak as it is declared: in the shop's wall-clock time. Where clocks change, a window is the shortest stretch that
 * holds every instant at which the shop's clock reads a time within the peak; where no such instant exists there is no
 * window.
 */
public sealed interface Peak {
    /** What people call it. */
    String name();

    /**
     * The windows that have an instant in common with [{@code from}, {@code to}), whole and not cut to it, earliest
     * first.
     *
     * @throws IllegalArgumentException when {@code from} is not before {@code to}
     */
    List<TimeWindow> windows(Instant from, Instant to, ZoneId zone);

    /**
     * A peak of every week.
     *
     * @param opens when it begins
     * @param closes when it ends: on the next day unless later than {@code opens}; midnight to midnight is a whole day
     * @param days the days on which it begins; at least one
     */
    record Daily(String name, LocalTime opens, LocalTime closes, Set<DayOfWeek> days) implements Peak {
        public Daily {
            if (name.isBlank()) {
                throw new IllegalArgumentException("name is blank: a peak has a name");
            }
            if (opens.equals(closes) && !opens.equals(LocalTime.MIDNIGHT)) {
                throw new IllegalArgumentException(
                        "opens and closes are both " + opens + ": only midnight may be both");
            }
            if (days.isEmpty()) {
                throw new IllegalArgumentException("days is empty: a daily peak has at least one day");
            }
            days = Set.copyOf(days);
        }

        @Override
        public List<TimeWindow> windows(Instant from, Instant to, ZoneId zone) {
            TimeWindow asked = new TimeWindow(name, from, to);
            LocalDate last = LocalDate.ofInstant(to, zone);
            List<TimeWindow> windows = new ArrayList<>();
            for (LocalDate day = LocalDate.ofInstant(from, zone).minusDays(2);
                    !day.isAfter(last);
                    day = day.plusDays(1)) {
                if (days.contains(day.getDayOfWeek())) {
                    LocalDate closing = closes.isAfter(opens) ? day : day.plusDays(1);
                    windows.addAll(WallClock.window(name, day.atTime(opens), closing.atTime(closes), zone));
                }
            }
            return windows.stream()
                    .filter(window -> WallClock.meet(window, asked))
                    .toList();
        }
    }

    /**
     * A peak that happens once.
     *
     * @param closes later than {@code opens}
     */
    record Span(String name, LocalDateTime opens, LocalDateTime closes) implements Peak {
        public Span {
            if (name.isBlank()) {
                throw new IllegalArgumentException("name is blank: a peak has a name");
            }
            if (!opens.isBefore(closes)) {
                throw new IllegalArgumentException("opens " + opens + " is not before closes " + closes);
            }
        }

        @Override
        public List<TimeWindow> windows(Instant from, Instant to, ZoneId zone) {
            TimeWindow asked = new TimeWindow(name, from, to);
            return WallClock.window(name, opens, closes, zone).stream()
                    .filter(window -> WallClock.meet(window, asked))
                    .toList();
        }
    }
}
