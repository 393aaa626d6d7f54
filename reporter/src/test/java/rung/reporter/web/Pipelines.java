package rung.reporter.web;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import rung.core.measure.Promise;
import rung.core.measure.TimeWindow;
import rung.core.time.SystemTimeline;

/** The retailers of the dashboard's tests. */
final class Pipelines {
    static final String KEPT = "bopis-inventory";
    static final String MISSED = "omnichannel-display";
    static final String UNDECIDED = "flash-sale";
    static final String INVALID = "replenishment";
    static final String UNPROMISED = "shelf-audit";
    static final String OUT = "curbside";

    /** Its loader has not committed anything in its four minutes. */
    static final String HELD = "first-batch";

    private static final Duration SLOT = Duration.ofSeconds(10);

    /** Names that would do harm where they are not treated as text. */
    static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(2)>",
            "'\"&amp;/..%2f?#",
            "drow\u202Eesrever",
            "two\nlines\r\tand a tab",
            "..",
            "long-" + "x".repeat(10_000));

    private Pipelines() {}

    /** One pipeline of each verdict, two hours of facts. */
    static Retailer ofAllVerdicts(Path folder) throws IOException {
        Instant now = SystemTimeline.start().now();
        Instant start = now.minus(Duration.ofHours(2));
        Promise peak = new Promise(3, "api", List.of("evening"));
        Retailer retailer = new Retailer(
                folder.resolve("facts.db"),
                start,
                List.of(new TimeWindow(
                        "evening", now.minus(Duration.ofMinutes(70)), now.minus(Duration.ofMinutes(10)))),
                List.of(
                        new Retailer.Line(
                                Retailer.setup(KEPT, peak, start, SLOT, "table", "api"),
                                Retailer.Manner.delays(2_000, 40_000),
                                90),
                        new Retailer.Line(
                                Retailer.setup(
                                        MISSED, new Promise(4, "api", List.of()), start, SLOT, "topic", "table", "api"),
                                Retailer.Manner.delays(3_000, 90_000),
                                0),
                        new Retailer.Line(
                                Retailer.setup(
                                        UNDECIDED,
                                        new Promise(4, "view", List.of()),
                                        now.minus(Duration.ofMinutes(3)),
                                        SLOT,
                                        "view"),
                                Retailer.Manner.delays(200, 2_500),
                                0),
                        new Retailer.Line(
                                Retailer.setup(INVALID, new Promise(2, "table", List.of()), start, SLOT, "table"),
                                Retailer.Manner.delays(10_000, 200_000),
                                4),
                        new Retailer.Line(
                                Retailer.setup(UNPROMISED, Promise.none("api"), start, SLOT, "api"),
                                (slot, random) -> slot % 50 == 49
                                        ? Optional.empty()
                                        : Optional.of(Duration.ofSeconds(20 + random.nextInt(300))),
                                0),
                        new Retailer.Line(
                                Retailer.setup(OUT, new Promise(3, "api", List.of()), start, SLOT, "table", "api"),
                                Retailer.Manner.delays(2_000, 20_000),
                                0),
                        new Retailer.Line(
                                Retailer.setup(
                                        HELD,
                                        new Promise(3, "table", List.of()),
                                        now.minus(Duration.ofMinutes(4)),
                                        Duration.ofSeconds(1),
                                        "table"),
                                Retailer.Manner.delays(500, 900),
                                0)));
        retailer.hold(HELD);
        retailer.advance(now.minus(Duration.ofMinutes(6)));
        retailer.fail(OUT, "503 Service Unavailable from the inventory service");
        retailer.advance(now);
        return retailer;
    }

    /** Ten minutes of pipelines with hostile names, stages, and reasons. */
    static Retailer ofHostileNames(Path folder) throws IOException {
        Instant now = SystemTimeline.start().now();
        Instant start = now.minus(Duration.ofMinutes(10));
        List<Retailer.Line> lines = HOSTILE.stream()
                .map(name -> new Retailer.Line(
                        Retailer.setup(name, new Promise(3, name + "'s", List.of()), start, SLOT, "first", name + "'s"),
                        Retailer.Manner.delays(2_000, 20_000),
                        0))
                .toList();
        Retailer retailer = new Retailer(folder.resolve("hostile.db"), start, List.of(), lines);
        retailer.advance(now.minus(Duration.ofMinutes(1)));
        HOSTILE.forEach(name -> retailer.fail(name, "cannot read: " + name));
        retailer.advance(now);
        return retailer;
    }
}
