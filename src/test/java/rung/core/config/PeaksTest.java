package rung.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.measure.TimeWindow;

class PeaksTest {
    @Test
    void peaksAreDailyOnChosenDaysOrHappenOnce() throws ConfigException {
        Peaks peaks = read("""
                timezone: Asia/Kolkata
                peaks:
                  evening: {daily: "18:00-22:00", days: [Sat, sun]}
                  diwali: {from: 2026-11-08T00:00, to: 2026-11-10T00:00}
                """);

        List<TimeWindow> windows =
                peaks.windows(Instant.parse("2026-11-06T00:00:00Z"), Instant.parse("2026-11-09T00:00:00Z"));

        assertThat(windows)
                .containsExactly(
                        window("evening", "2026-11-07T12:30:00Z", "2026-11-07T16:30:00Z"),
                        window("diwali", "2026-11-07T18:30:00Z", "2026-11-09T18:30:00Z"),
                        window("evening", "2026-11-08T12:30:00Z", "2026-11-08T16:30:00Z"));
        assertThat(peaks.named("diwali")).isPresent();
        assertThat(peaks.named("Diwali")).isEmpty();
    }

    @Test
    void aFileMayDeclareNoPeaks() throws ConfigException {
        assertThat(read("timezone: UTC").declared()).isEmpty();
    }

    @Test
    void onlyWindowsWithAnInstantInTheRangeAreFoundAndTheyAreWhole() {
        Peak night = daily("22:00", "02:00");
        ZoneId utc = ZoneId.of("UTC");
        TimeWindow first = window("p", "2026-01-01T22:00:00Z", "2026-01-02T02:00:00Z");

        assertThat(night.windows(first.from().plusSeconds(7200), first.from().plusSeconds(7201), utc))
                .containsExactly(first);
        assertThat(night.windows(first.to().minusNanos(1), first.to().plusSeconds(1), utc))
                .containsExactly(first);
        assertThat(night.windows(first.to(), first.to().plusSeconds(1), utc)).isEmpty();
        assertThat(night.windows(first.from().minusSeconds(1), first.from(), utc))
                .isEmpty();
        assertThatThrownBy(() -> night.windows(first.from(), first.from(), utc))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        // plain days, and over midnight
        "Asia/Kolkata, 2026-06-01, 18:00, 22:00, 2026-06-01T12:30:00Z, 2026-06-01T16:30:00Z",
        "Asia/Kolkata, 2026-06-01, 22:00, 02:00, 2026-06-01T16:30:00Z, 2026-06-01T20:30:00Z",
        "Asia/Kolkata, 2026-06-01, 18:00, 00:00, 2026-06-01T12:30:00Z, 2026-06-01T18:30:00Z",
        "Asia/Kolkata, 2026-06-01, 00:00, 00:00, 2026-05-31T18:30:00Z, 2026-06-01T18:30:00Z",
        // Berlin puts its clocks forward on 29 March 2026 at 02:00, 01:00Z
        "Europe/Berlin, 2026-03-28, 22:00, 04:00, 2026-03-28T21:00:00Z, 2026-03-29T02:00:00Z",
        "Europe/Berlin, 2026-03-29, 02:30, 04:00, 2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z",
        "Europe/Berlin, 2026-03-29, 01:00, 02:30, 2026-03-29T00:00:00Z, 2026-03-29T01:00:00Z",
        "Europe/Berlin, 2026-03-29, 00:00, 00:00, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        // and back on 25 October 2026 at 03:00, 01:00Z: 02:00 to 03:00 happens twice
        "Europe/Berlin, 2026-10-24, 22:00, 04:00, 2026-10-24T20:00:00Z, 2026-10-25T03:00:00Z",
        "Europe/Berlin, 2026-10-24, 22:00, 02:00, 2026-10-24T20:00:00Z, 2026-10-25T00:00:00Z",
        "Europe/Berlin, 2026-10-24, 22:00, 02:30, 2026-10-24T20:00:00Z, 2026-10-25T01:30:00Z",
        "Europe/Berlin, 2026-10-24, 22:00, 03:00, 2026-10-24T20:00:00Z, 2026-10-25T02:00:00Z",
        "Europe/Berlin, 2026-10-25, 02:30, 04:00, 2026-10-25T00:30:00Z, 2026-10-25T03:00:00Z",
        "Europe/Berlin, 2026-10-25, 03:00, 04:00, 2026-10-25T02:00:00Z, 2026-10-25T03:00:00Z"
    })
    void aDailyPeakFollowsTheShopsClock(
            String zone, String day, LocalTime opens, LocalTime closes, Instant from, Instant to) {
        DayOfWeek weekday = LocalDate.parse(day).getDayOfWeek();
        Peak peak = new Peak.Daily("p", opens, closes, EnumSet.of(weekday));

        assertThat(peak.windows(from, to, ZoneId.of(zone))).containsExactly(new TimeWindow("p", from, to));
    }

    @Test
    void aPeakWithinTheHourThatIsLeftOutHasNoWindowThatDay() {
        Instant noon = Instant.parse("2026-03-28T12:00:00Z");

        List<TimeWindow> windows =
                daily("02:15", "02:45").windows(noon, noon.plus(Duration.ofDays(2)), ZoneId.of("Europe/Berlin"));

        assertThat(windows).containsExactly(window("p", "2026-03-30T00:15:00Z", "2026-03-30T00:45:00Z"));
    }

    @Test
    void aYearHasAWindowADayAndNoneOverlapsTheNext() {
        List<TimeWindow> windows = daily("22:00", "02:30")
                .windows(
                        Instant.parse("2026-01-01T12:00:00Z"),
                        Instant.parse("2027-01-01T12:00:00Z"),
                        ZoneId.of("America/New_York"));

        assertThat(windows).hasSize(365);
        for (int i = 1; i < windows.size(); i++) {
            assertThat(windows.get(i).from()).isAfter(windows.get(i - 1).to());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "peaks: {p: {daily: 18:00-22:00}} | timezone (line 1): is required; add it",
                "timezone: IST | timezone (line 1): \"IST\" does not name one time zone; write Asia/Kolkata, or the region that is meant",
                "timezone: EST | timezone (line 1): \"EST\" does not name one time zone; write America/New_York, or the region that is meant",
                "timezone: Asia/Kolkatta | timezone (line 1): \"Asia/Kolkatta\" is not the name of a time zone; did you mean \"Asia/Kolkata\"?",
                "timezone: '+05:30' | timezone (line 1): \"+05:30\" is not the name of a time zone; write a region and a city, such as Asia/Kolkata, or UTC",
                "timezone: Cubaa | timezone (line 1): \"Cubaa\" is not the name of a time zone; write a region and a city, such as Asia/Kolkata, or UTC",
                "{timezone: UTC, peaks: {' ': {daily: '18:00-19:00'}}} | peaks.\" \" (line 1): has a blank name; write a word",
                "{timezone: UTC, peaks: {p: {daily: 6pm-10pm}}} | peaks.p.daily (line 1): \"6pm-10pm\" is not a stretch of the day; write 24-hour times, such as 18:00-22:00",
                "{timezone: UTC, peaks: {p: {daily: '25:00-26:00'}}} | peaks.p.daily (line 1): \"25:00-26:00\" is not a stretch of the day; write 24-hour times, such as 18:00-22:00",
                "{timezone: UTC, peaks: {p: {daily: '18:00-18:00'}}} | peaks.p.daily (line 1): \"18:00-18:00\" opens and closes at the same time; write 00:00-24:00 for the whole day",
                "{timezone: UTC, peaks: {p: {dialy: '18:00-19:00'}}} | peaks.p.dialy (line 1): no such key; did you mean \"daily\"? (known: daily, days)",
                "{timezone: UTC, peaks: {p: {}}} | peaks.p.daily (line 1): is required; add it",
                "{timezone: UTC, peaks: {p: {daily: '18:00-19:00', days: []}}} | peaks.p.days (line 1): is empty; write at least one day, or remove the key for every day",
                "{timezone: UTC, peaks: {p: {daily: '18:00-19:00', days: [sat, Sat]}}} | peaks.p.days (line 1): has sat twice; write it once",
                "{timezone: UTC, peaks: {p: {daily: '18:00-19:00', days: [caturday]}}} | peaks.p.days[0] (line 1): \"caturday\" is not known here; write one of mon, tue, wed, thu, fri, sat, sun",
                "{timezone: UTC, peaks: {p: {daily: '18:00-19:00', from: 2026-11-08T00:00}}} | peaks.p.daily (line 1): is a peak of every week, and from and to make one that happens once; keep one",
                "{timezone: UTC, peaks: {p: {from: 2026-11-08T00:00}}} | peaks.p.to (line 1): is required; add it",
                "{timezone: UTC, peaks: {p: {from: 2026-11-08, to: 2026-11-10T00:00}}} | peaks.p.from (line 1): \"2026-11-08\" is not a date with a time of the file's timezone; write it without an offset, such as 2026-11-08T18:00",
                "{timezone: UTC, peaks: {p: {from: 2026-11-10T00:00, to: 2026-11-08T00:00}}} | peaks.p.to (line 1): 2026-11-08T00:00 is not after from, 2026-11-10T00:00; write a later time",
                "{timezone: Europe/Berlin, peaks: {p: {from: 2026-03-29T02:00, to: 2026-03-29T03:00}}} | peaks.p.to (line 1): no clock in Europe/Berlin shows a time from 2026-03-29T02:00 to 2026-03-29T03:00, for it is put forward then; write a later time"
            })
    void whatIsNotAPeakIsToldWithItsCure(String text, String problem) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigException.class)
                .hasMessage("peaks.yaml: 1 problem\n  " + problem);
    }

    @Test
    void aPeakCannotBeWrong() {
        LocalTime noon = LocalTime.NOON;
        assertThatThrownBy(() -> new Peak.Daily("p", noon, noon, Set.of(DayOfWeek.MONDAY)))
                .hasMessage("opens and closes are both 12:00: only midnight may be both");
        assertThatThrownBy(() -> new Peak.Daily("p", noon, LocalTime.MIDNIGHT, Set.of()))
                .hasMessage("days is empty: a daily peak has at least one day");
        assertThatThrownBy(() -> new Peaks(ZoneId.of("UTC"), List.of(daily("01:00", "02:00"), daily("03:00", "04:00"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> window("w", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"))
                .hasMessage("from 2026-01-01T00:00:00Z is not before to 2026-01-01T00:00:00Z");
    }

    @Test
    void aPeakThatHappensOnceIsFoundOnlyWhereItHappens() throws ConfigException {
        Peaks peaks = read("{timezone: UTC, peaks: {sale: {from: 2026-11-08T00:00, to: 2026-11-10T00:00}}}");
        Instant from = Instant.parse("2026-11-08T00:00:00Z");

        assertThat(peaks.windows(from.minusSeconds(1), from)).isEmpty();
        assertThat(peaks.windows(from, from.plusSeconds(1))).hasSize(1);
    }

    @Test
    void aWindowHoldsItsStartAndNotItsEnd() {
        TimeWindow window = window("w", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z");

        assertThat(window.contains(window.from())).isTrue();
        assertThat(window.contains(window.to().minusNanos(1))).isTrue();
        assertThat(window.contains(window.to())).isFalse();
        assertThat(window.contains(window.from().minusNanos(1))).isFalse();
        assertThat(window.length()).isEqualTo(Duration.ofHours(1));
    }

    private static Peaks read(String text) throws ConfigException {
        YamlFile file = YamlFile.parse("peaks.yaml", text, Map.of());
        Peaks peaks = Peaks.read(file.root());
        file.verify();
        return peaks;
    }

    private static Peak daily(String opens, String closes) {
        return new Peak.Daily("p", LocalTime.parse(opens), LocalTime.parse(closes), EnumSet.allOf(DayOfWeek.class));
    }

    private static TimeWindow window(String name, String from, String to) {
        return new TimeWindow(name, Instant.parse(from), Instant.parse(to));
    }
}
