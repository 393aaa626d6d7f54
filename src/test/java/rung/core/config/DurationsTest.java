package rung.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "90s, PT1M30S",
        "5m, PT5M",
        "24h, PT24H",
        "7d, PT168H",
        "0s, PT0S",
        "PT1H30M, PT1H30M",
        "P2D, PT48H",
        "3650d, PT87600H"
    })
    void durationsAreReadInTheirUnits(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "15 min | \"15 min\" is not a duration; write a whole number and ms, s, m, h or d, such as 90s or 15m",
                "15 | \"15\" is not a duration; write a whole number and ms, s, m, h or d, such as 90s or 15m",
                "1.5s | \"1.5s\" is not a duration; write a whole number and ms, s, m, h or d, such as 90s or 15m",
                "-5m | \"-5m\" is not a duration; write a whole number and ms, s, m, h or d, such as 90s or 15m",
                "PT | \"PT\" is not a duration; write a whole number and ms, s, m, h or d, such as 90s or 15m",
                "PT-5M | \"PT-5M\" is negative; write a whole number and ms, s, m, h or d, such as 90s or 15m",
                "3651d | \"3651d\" is too long; write at most 3650d",
                "999999999999999d | \"999999999999999d\" is too long; write at most 3650d"
            })
    void whatIsNotADurationIsToldWithItsCure(String text, String message) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.000000001S, <1 ms",
        "PT0.000999999S, <1 ms",
        "PT0.001S, 1 ms",
        "PT0.23S, 230 ms",
        "PT0.9994S, 999 ms",
        "PT0.9995S, 1.0 s",
        "PT1S, 1 s",
        "PT4.6S, 4.6 s",
        "PT4.65S, 4.7 s",
        "PT5S, 5 s",
        "PT5.02S, 5.0 s",
        "PT9.949S, 9.9 s",
        "PT9.95S, 10 s",
        "PT47S, 47 s",
        "PT59.499S, 59 s",
        "PT59.5S, 1 min",
        "PT2M14S, 2 min 14 s",
        "PT2M4S, 2 min 04 s",
        "PT5M, 5 min",
        "PT59M59.4S, 59 min 59 s",
        "PT59M59.5S, 1 h",
        "PT1H5M, 1 h 05 min",
        "PT1H5M29S, 1 h 05 min",
        "PT1M9S, 1 min 09 s",
        "PT1M10S, 1 min 10 s",
        "PT1H5M30S, 1 h 06 min",
        "PT30H, 30 h",
        "PT71H59M, 71 h 59 min",
        "PT72H, 3 d",
        "PT102H, 4 d 06 h",
        "-PT4.6S, -4.6 s",
        "PT2562047788015215H30M7S, 106751991167300 d 16 h"
    })
    void durationsAreShownWithAtMostTwoUnits(Duration duration, String words) {
        assertThat(Durations.words(duration)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.25S, 250ms",
        "PT90S, 90s",
        "PT5M, 5m",
        "PT90M, 90m",
        "PT24H, 24h",
        "PT30H, 30h",
        "PT168H, 7d",
        "PT0.0001S, PT0.0001S"
    })
    void whatIsWrittenIsReadAsTheSame(Duration duration, String text) {
        assertThat(Durations.written(duration)).isEqualTo(text);
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }
}
