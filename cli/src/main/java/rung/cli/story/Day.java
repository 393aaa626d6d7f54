package rung.cli.story;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import rung.core.ladder.Ladder;
import rung.core.log.FactReader;
import rung.core.log.MeasurementLog;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.VirtualTimeline;
import rung.probe.canary.Canary;
import rung.probe.canary.Lane;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.virtual.VirtualTill;

/** A whole day of the retailer, from midnight to midnight of its own calendar, and how it is measured. */
public final class Day {
    public static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    static final Duration EVERY = Duration.ofSeconds(10);

    /** How long the canary waits at the end for what has not shown. */
    static final Duration DRAIN = Duration.ofMinutes(30);

    private static final LocalDate DATE = LocalDate.of(2026, 11, 7);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration CACHE_LIFE = Duration.ofSeconds(15);
    private static final Duration QUARANTINE = Duration.ofHours(1);
    private static final int STORES = 10;
    private static final int SKUS = 200;

    private final Ladder ladder;
    private final long seed;

    Day(Ladder ladder, long seed) {
        this.ladder = ladder;
        this.seed = seed;
    }

    static TimeWindow whole() {
        return window("day", 0, 24);
    }

    /** The declared peaks: promises hold in them, and each is judged on its own. */
    static List<TimeWindow> peaks() {
        return List.of(window("lunch", 12, 14), window("evening", 18, 22));
    }

    static List<TimeWindow> hours() {
        return IntStream.range(0, 24)
                .mapToObj(hour -> window("hour", hour, hour + 1))
                .toList();
    }

    private static TimeWindow window(String name, int fromHour, int toHour) {
        ZonedDateTime midnight = DATE.atStartOfDay(ZONE);
        return new TimeWindow(
                name,
                midnight.plusHours(fromHour).toInstant(),
                midnight.plusHours(toHour).toInstant());
    }

    /** The declared peaks of which something has come when {@code period} ends. */
    public static List<TimeWindow> peaksIn(TimeWindow period) {
        return peaks().stream()
                .filter(peak -> peak.from().isBefore(period.to()) && peak.to().isAfter(period.from()))
                .toList();
    }

    /** The part of the day that {@code facts} tell of: its first second before it has begun. */
    public static TimeWindow soFar(FactReader facts) {
        TimeWindow whole = whole();
        Instant first = whole.from().plusSeconds(1);
        Instant until = facts.until().isBefore(first) ? first : facts.until();
        return new TimeWindow(whole.name(), whole.from(), until.isAfter(whole.to()) ? whole.to() : until);
    }

    /** Begins the day with the given retailers, five minutes before midnight. */
    Simulation begin(Path log, String run, List<Function<VirtualTimeline, Retailer>> openings) throws IOException {
        Instant midnight = whole().from();
        VirtualTimeline timeline = new VirtualTimeline(midnight.minus(Duration.ofMinutes(5)));
        List<Lane> lanes = new ArrayList<>();
        for (Function<VirtualTimeline, Retailer> opening : openings) {
            lanes.add(lane(timeline, opening.apply(timeline), midnight));
        }
        RunSetup setup = new RunSetup(
                run,
                timeline.now(),
                ZONE,
                seed,
                "rung story",
                lanes.stream().map(Lane::setup).toList());
        MeasurementLog facts = MeasurementLog.begin(log, setup);
        return new Simulation(
                timeline,
                Canary.virtual(timeline, setup, lanes, ladder.edges(), pipeline -> QUARANTINE, facts, () -> {}),
                facts);
    }

    private static Lane lane(VirtualTimeline timeline, Retailer retailer, Instant midnight) {
        PipelineSetup setup = new PipelineSetup(
                retailer.name(),
                new Promise(3, "api", List.of("lunch", "evening")),
                midnight,
                EVERY,
                List.of(StageSetup.polled("table", POLL, Duration.ZERO), StageSetup.polled("api", POLL, CACHE_LIFE)));
        ReservedKeys keys = new ReservedKeys(
                IntStream.rangeClosed(1, STORES)
                        .mapToObj(i -> "99%02d".formatted(i))
                        .toList(),
                IntStream.rangeClosed(1, SKUS).mapToObj("RUNG-%04d"::formatted).toList());
        return new Lane(
                setup,
                new Source(new VirtualTill(timeline, retailer.tills()), keys),
                List.of(retailer.table(), retailer.api()));
    }
}
