package rung.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.time.Nanos;

class CsvTimeTest {
    private static final long LAST = Instant.parse("2262-04-11T00:00:00Z").getEpochSecond();

    private final CsvTime time = new CsvTime();

    /** Shifts the text in its buffer, so that a parser that reads outside the cell is found out. */
    private long nanos(String text) {
        byte[] bytes = ("9" + text + "9").getBytes(StandardCharsets.UTF_8);
        return time.nanos(bytes, 1, bytes.length - 1);
    }

    @Test
    void isoTimesAreReadAsTheJdkReadsThem() {
        Random random = new Random(11);
        String[] patterns = {
            "uuuu-MM-dd'T'HH:mm:ssXXX",
            "uuuu-MM-dd'T'HH:mm:ss.SXXX",
            "uuuu-MM-dd'T'HH:mm:ss.SSSXXX",
            "uuuu-MM-dd'T'HH:mm:ss.SSSSSSXX",
            "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSX",
            "uuuu-MM-dd'T'HH:mmXXX"
        };
        for (int i = 0; i < 20_000; i++) {
            long second = 86_400 + (long) (random.nextDouble() * (LAST - 172_800));
            DateTimeFormatter formatter = DateTimeFormatter.ofPattern(patterns[random.nextInt(patterns.length)]);
            ZoneOffset offset = ZoneOffset.ofHoursMinutes(random.nextInt(17), random.nextInt(60));
            String text = LocalDateTime.ofEpochSecond(second, random.nextInt(1_000_000_000), ZoneOffset.UTC)
                    .atOffset(
                            random.nextInt(3) == 0
                                    ? ZoneOffset.UTC
                                    : random.nextBoolean()
                                            ? offset
                                            : ZoneOffset.ofTotalSeconds(-offset.getTotalSeconds()))
                    .format(formatter);
            OffsetDateTime expected = OffsetDateTime.parse(text, formatter);

            assertThat(nanos(text)).as(text).isEqualTo(Nanos.of(expected.toInstant()));
        }
    }

    @Test
    void epochSecondsAreReadToTheNanosecond() {
        Random random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal seconds = BigDecimal.valueOf((long) (random.nextDouble() * LAST * 1e9), random.nextInt(10))
                    .remainder(BigDecimal.valueOf(LAST));

            assertThat(nanos(seconds.toPlainString()))
                    .as(seconds.toPlainString())
                    .isEqualTo(seconds.movePointRight(9).longValueExact());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00Z",
        "0.000000001, 1970-01-01T00:00:00.000000001Z",
        "1769882400.25, 2026-01-31T18:00:00.25Z",
        "2024-02-29T23:59:59.999999999Z, 2024-02-29T23:59:59.999999999Z",
        "'2026-01-31T18:00:00,5Z', 2026-01-31T18:00:00.5Z",
        "1970-01-01T05:30:00+05:30, 1970-01-01T00:00:00Z",
        "2026-01-31T00:00:00-03, 2026-01-31T03:00:00Z"
    })
    void knownTimes(String text, Instant expected) {
        assertThat(Nanos.instant(nanos(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".5",
                "5.",
                "-1",
                "+1",
                "1e9",
                "1_000",
                "1,5",
                "1.0000000001",
                "9223372036.5",
                "99999999999999999999",
                "1769882400000",
                "2026-01-31",
                "2026-01-31T18:00:00",
                "2026-01-31 18:00:00Z",
                "2026-01-31T18:00:00.0000000001Z",
                "2026-01-31T18:00:00Zx",
                "2026-01-31T18:00:00+5:30",
                "2026-01-31T18:00:00+05:60",
                "2026-01-31T18:00:00+19:00",
                "2026-01-31T18:00:00+05:3",
                "2026-02-29T18:00:00Z",
                "2026-13-01T18:00:00Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T18:60:00Z",
                "2026-01-31T18:00:60Z",
                "2026-01-3aT18:00:00Z",
                "2026/01/31T18:00:00Z",
                "1969-12-31T23:59:59Z",
                "1970-01-01T00:00:00+00:01",
                "2262-04-12T00:00:00Z",
                "+2026-01-31T18:00:00Z",
                "２０２６-01-31T18:00:00Z"
            })
    void whatIsNoTimeIsNotGuessed(String text) {
        assertThat(nanos(text)).isEqualTo(CsvTime.NONE);
    }
}
