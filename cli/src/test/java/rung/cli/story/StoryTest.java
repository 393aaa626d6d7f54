package rung.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rung.core.evidence.State;
import rung.core.ladder.Ladder;
import rung.core.ladder.LadderFile;
import rung.core.ladder.Verdict;
import rung.core.log.LogReader;
import rung.core.measure.TimeWindow;
import rung.core.time.Pace;
import rung.core.time.VirtualTimeline;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.ReportJson;
import rung.reporter.report.WindowReport;

class StoryTest {
    private static final long SEED = 47;
    private static final Duration PICK_UP = Duration.ofMinutes(5);

    @TempDir
    private static Path folder;

    private static Story story;

    @BeforeAll
    static void live() throws Exception {
        story = Story.live(folder.resolve("facts.db"), LadderFile.standard(), SEED);
    }

    @Test
    void beforeTheCureTheCountOnThePageWasFortySevenMinutesOldAtPeak() {
        assertThat(story.worstAge(Story.BEFORE)).isBetween(Duration.ofMinutes(45), Duration.ofMinutes(49));
    }

    @Test
    void beforeTheCureOneInFourPickUpPromisesForTheLastUnitWasBroken() {
        assertThat(story.before().brokenAtMost()).isBetween(0.22, 0.28);
    }

    @Test
    void addingConsumersMadeItWorse() {
        assertThat(story.worstAge(Story.BEFORE))
                .isGreaterThan(story.worstAge(Story.WITHOUT_HELP).plusMinutes(10));
    }

    @Test
    void nobodyCouldHaveKnownFromTheQuietHours() {
        assertThat(story.hoursOf(Story.BEFORE).subList(0, 18)).allSatisfy(hour -> assertThat(
                        hour.evidence().at(PICK_UP).orElseThrow().state())
                .isEqualTo(State.KEPT));
    }

    @Test
    void afterTheCureTierThreeIsKeptAtEveryPeak() {
        PipelineReport after = Story.pipeline(story.report(), Story.AFTER);

        assertThat(after.verdict()).isEqualTo(Verdict.MET);
        assertThat(after.promised().windows()).hasSize(2);
        for (WindowReport peak : after.promised().windows()) {
            assertThat(peak.kept()).hasValue(3);
            assertThat(peak.invalidBecause()).isEmpty();
        }
        assertThat(story.after().rightAtLeast()).isGreaterThan(0.97);
    }

    @Test
    void theHeadlineOfTheDayIsItsWorstPeak() {
        PipelineReport before = Story.pipeline(story.report(), Story.BEFORE);

        assertThat(before.verdict()).isEqualTo(Verdict.MISSED);
        assertThat(before.headline().window().name()).isEqualTo("evening");
        assertThat(before.tier()).hasValue(1);
    }

    @Test
    void everySaleOfTheDayWasReturned() {
        assertThat(story.report().pipelines())
                .allSatisfy(pipeline -> assertThat(pipeline.residueUnits()).isZero());
    }

    @Test
    void aDayThatIsHeldToRealTimeWritesTheSameFacts() throws Exception {
        VirtualTimeline real = new VirtualTimeline(Instant.parse("2027-03-01T09:30:00Z"));
        Instant until = Day.whole().from().plus(Duration.ofHours(3));
        Path held = folder.resolve("held.db");
        Path free = folder.resolve("free.db");
        try (Simulation day = Story.begin(held, LadderFile.standard(), SEED)) {
            day.hold(new Pace(real, 480), () -> false);
            day.live(until);
        }
        try (Simulation day = Story.begin(free, LadderFile.standard(), SEED)) {
            day.live(until);
        }

        assertThat(facts(held)).isEqualTo(facts(free)).hasSizeGreaterThan(10_000);
        assertThat(report(held)).isEqualTo(report(free)).contains("\"before-unhelped\"");
        assertThat(Duration.between(Instant.parse("2027-03-01T09:30:00Z"), real.now()))
                .isBetween(Duration.ofSeconds(3 * 3600 / 480), Duration.ofSeconds(4 * 3600 / 480));
    }

    private static String report(Path log) throws Exception {
        Ladder ladder = LadderFile.standard();
        try (LogReader facts = LogReader.newest(log)) {
            TimeWindow period = Day.soFar(facts);
            return ReportJson.write(FreshnessReport.of(facts, ladder, Day.peaks(), period, facts.until()));
        }
    }

    /** Every row of every table. */
    private static List<String> facts(Path log) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + log);
                Statement statement = connection.createStatement()) {
            for (String table : texts(statement, "select name from sqlite_master where type = 'table' order by name")) {
                try (ResultSet all = statement.executeQuery("select * from " + table)) {
                    while (all.next()) {
                        StringBuilder row = new StringBuilder(table);
                        for (int i = 1; i <= all.getMetaData().getColumnCount(); i++) {
                            row.append('|').append(all.getString(i));
                        }
                        rows.add(row.toString());
                    }
                }
            }
        }
        return rows;
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    @Test
    void aDayIsJudgedFromMidnightAsFarAsItHasCome() throws Exception {
        Instant midnight = Day.whole().from();
        VirtualTimeline real = new VirtualTimeline(Instant.parse("2027-03-01T09:30:00Z"));
        Path log = folder.resolve("morning.db");
        try (Simulation day = Story.begin(log, LadderFile.standard(), SEED)) {
            try (LogReader facts = LogReader.newest(log)) {
                assertThat(Day.soFar(facts)).isEqualTo(new TimeWindow("day", midnight, midnight.plusSeconds(1)));
            }
            day.hold(new Pace(real, 480), () -> !day.now().isBefore(midnight.plus(Duration.ofMinutes(30))));
            day.live();
            try (LogReader facts = LogReader.newest(log)) {
                assertThat(Day.soFar(facts).from()).isEqualTo(midnight);
                assertThat(Day.soFar(facts).to())
                        .isBetween(midnight.plus(Duration.ofMinutes(30)), midnight.plus(Duration.ofMinutes(31)));
            }
        }
        try (LogReader facts = LogReader.newest(folder.resolve("facts.db"))) {
            assertThat(Day.soFar(facts)).isEqualTo(Day.whole());
        }
    }

    @Test
    void aPeakIsDeclaredOnceItHasBegun() {
        Instant midnight = Day.whole().from();
        Instant evening = midnight.plus(Duration.ofHours(18));

        assertThat(Day.peaksIn(new TimeWindow("day", midnight, evening)))
                .extracting(TimeWindow::name)
                .containsExactly("lunch");
        assertThat(Day.peaksIn(new TimeWindow("day", midnight, evening.plusSeconds(1))))
                .isEqualTo(Day.peaks());
    }
}
