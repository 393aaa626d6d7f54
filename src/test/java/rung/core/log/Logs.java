package rung.core.log;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.measure.Cycle;
import rung.core.measure.Fact;
import rung.core.measure.Injection;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.StageSetup;
import rung.core.measure.StockKey;
import rung.core.measure.TimeWindow;

/** A run of one pipeline with two stages and a slot each minute from noon, and its facts as short sentences. */
final class Logs {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final TimeWindow ALL = new TimeWindow("all", Instant.MIN, Instant.MAX);
    static final Duration SLOT = Duration.ofMinutes(1);
    static final RunSetup RUN = run("r1", NOON, SLOT);

    private Logs() {}

    static RunSetup run(String id, Instant firstSlot, Duration slot) {
        List<StageSetup> stages = List.of(
                new StageSetup("table", Duration.ofMillis(250), Duration.ofMillis(750))
                        .withCaveat(Optional.of("freshness not provable: it's a \"test\"")),
                new StageSetup("api", Duration.ofSeconds(1), Duration.ofSeconds(5)));
        return new RunSetup(
                id,
                NOON.plusNanos(123_456_789),
                ZoneId.of("Asia/Kolkata"),
                -42,
                "rung 0.1.0",
                List.of(
                        new PipelineSetup(
                                "sales", new Promise(3, "api", List.of("evening", "noon")), firstSlot, slot, stages),
                        new PipelineSetup("returns", Promise.none("table"), firstSlot, slot, stages)));
    }

    static Fact.Handed handed(long slot, double slip) {
        return handed(slot, slip, Injection.Kind.SALE, 1);
    }

    static Fact.Handed handed(long slot, double slip, Injection.Kind kind, int quantity) {
        Instant due = due(slot);
        return new Fact.Handed(
                new Injection("r1", "sales", slot, kind, new StockKey("store-7", "sku"), quantity, due),
                due.plus(seconds(slip)));
    }

    static Fact.Acknowledged acknowledged(long slot) {
        return new Fact.Acknowledged(
                "sales", slot, Injection.Kind.SALE, due(slot).plusSeconds(1));
    }

    static Fact.Refused refused(long slot) {
        return new Fact.Refused("sales", slot, Injection.Kind.SALE, due(slot).plusSeconds(1), "no leader");
    }

    static Fact.Seen seen(long slot, double lastMissing, double firstSeen) {
        return new Fact.Seen(
                "sales",
                "api",
                slot,
                due(slot).plus(seconds(lastMissing)),
                due(slot).plus(seconds(firstSeen)),
                new Cycle("snapshot-" + slot),
                due(slot).plus(seconds(firstSeen + 5)));
    }

    static Fact.Missing missing(long slot, double asked) {
        return new Fact.Missing("sales", "api", slot, due(slot).plus(seconds(asked)));
    }

    static Fact.Ticked ticked(double minutes) {
        Instant at = NOON.plus(seconds(60 * minutes));
        return new Fact.Ticked(at, at.plusMillis(3));
    }

    /** Ten seconds into its minute. */
    static Instant due(long slot) {
        return NOON.plus(SLOT.multipliedBy(slot)).plusSeconds(10);
    }

    static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    static List<SlotOutcome> slots(LogReader reader, TimeWindow window) {
        List<SlotOutcome> slots = new ArrayList<>();
        reader.slots("sales", "api", window, slots::add);
        return slots;
    }

    static void sql(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static List<String> rows(Path file, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(rows.getObject(i)));
                }
                found.add(String.join("|", columns));
            }
            return found;
        }
    }
}
