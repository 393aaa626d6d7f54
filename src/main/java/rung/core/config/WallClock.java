package rung.core.config;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import rung.core.measure.TimeWindow;

/** Turns stretches of wall-clock time into stretches of time. */
final class WallClock {
    private WallClock() {}

    /** The shortest window with every instant that reads {@code opens} or later and before {@code closes}; or none. */
    static List<TimeWindow> window(String name, LocalDateTime opens, LocalDateTime closes, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        Instant from = first(opens, rules);
        Instant to = last(closes, rules);
        return from.isBefore(to) ? List.of(new TimeWindow(name, from, to)) : List.of();
    }

    static boolean meet(TimeWindow one, TimeWindow other) {
        return one.from().isBefore(other.to()) && other.from().isBefore(one.to());
    }

    /** The first instant at which the clock reads {@code local} or later. */
    private static Instant first(LocalDateTime local, ZoneRules rules) {
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        return offsets.isEmpty() ? rules.getTransition(local).getInstant() : local.toInstant(offsets.get(0));
    }

    /** The end of the last instant at which the clock reads a time before {@code local}. */
    private static Instant last(LocalDateTime local, ZoneRules rules) {
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        if (offsets.size() == 1) {
            return local.toInstant(offsets.get(0));
        }
        ZoneOffsetTransition transition = rules.getTransition(local);
        if (offsets.isEmpty()) {
            return transition.getInstant();
        }
        boolean startsTheRepetition = local.equals(transition.getDateTimeAfter());
        return local.toInstant(offsets.get(startsTheRepetition ? 0 : 1));
    }
}
