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
import rung.core.log.LogReader;
import rung.core.log.MeasurementLog;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.VirtualTimeline;
import rung.probe.canary.Canary;
import rung.probe.canary.CannotInject;
import rung.probe.canary.CannotObserve;
import rung.probe.canary.Lane;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.virtual.VirtualTill;

/** A whole day of the retailer, from midnight to midnight of its own calendar, and how it is measured. */
final class Day {
    static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    static final Duration EVERY = Duration.ofSeconds(10);

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

    /** Lives the day with the given retailers, and returns its log for reading. */
    LogReader live(Path log, String run, List<Function<VirtualTimeline, Retailer>> openings)
            throws IOException, InterruptedException {
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
        try (MeasurementLog facts = MeasurementLog.begin(log, setup)) {
            Canary canary =
                    Canary.virtual(timeline, setup, lanes, ladder.edges(), pipeline -> QUARANTINE, facts, () -> {});
            canary.prepare();
            canary.run(whole().to(), whole().to().plus(Duration.ofMinutes(30)));
        } catch (CannotInject | CannotObserve e) {
            throw new IllegalStateException("a simulated pipeline cannot be out of reach", e);
        }
        return LogReader.newest(log);
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
