package rung.reporter.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | 0 | 0",
                "en | 999 | 999",
                "en | 1440 | 1,440",
                "en | 1234567 | 1,234,567",
                "en | -1234567 | -1,234,567",
                "en-US | 1234567 | 1,234,567",
                "en-IN | 999 | 999",
                "en-IN | 1000 | 1,000",
                "en-IN | 99999 | 99,999",
                "en-IN | 100000 | 1,00,000",
                "en-IN | 1234567 | 12,34,567",
                "en-IN | 10000000 | 1,00,00,000",
                "en-IN | -1234567890 | -1,23,45,67,890",
                "hi-IN | 1234567 | 12,34,567",
                "de-DE | 1234567 | 1.234.567",
                "fr-FR | 1234567 | 1\u202f234\u202f567",
                "ar-EG | 1 | 1",
                "en-IN | 9223372036854775807 | 92,23,37,20,36,85,47,75,807",
                "en-IN | -9223372036854775808 | -92,23,37,20,36,85,47,75,808"
            })
    void countsAreGroupedAsInTheirPlace(String tag, long count, String written) {
        assertThat(numbers(tag).count(count)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | 0.9786 | 97.8 %",
                "en | 0.99999 | 99.9 %",
                "en | 1 | 100 %",
                "en | 0 | 0 %",
                "de-DE | 0.9786 | 97,8 %",
                "en-IN | 0.05 | 5 %"
            })
    void sharesAreRoundedDownAndHaveTheDecimalSignOfTheirPlace(String tag, double share, String written) {
        assertThat(numbers(tag).share(share)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | 2.449 | 1 | 2.4",
                "en | 2.45 | 1 | 2.5",
                "de-DE | 1234.5 | 1 | 1.234,5",
                "en-IN | 123456.75 | 2 | 1,23,456.75",
                "en | 3.0 | 2 | 3",
                "de-DE | -0.25 | 2 | -0,25",
                "en | -1234.5 | 1 | -1,234.5",
                "en | 0.04 | 1 | 0"
            })
    void decimalsEndWhereNothingFollows(String tag, double value, int digits, String written) {
        assertThat(numbers(tag).decimal(value, digits)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | 4.6 | 4.6 s",
                "de-DE | 4.6 | 4,6 s",
                "de-DE | 134 | 2 min 14 s",
                "en-IN | 3900 | 1 h 05 min",
                "de-DE | 0.23 | 230 ms"
            })
    void durationsHaveTheDecimalSignOfTheirPlace(String tag, double seconds, String written) {
        assertThat(numbers(tag).duration(Duration.ofMillis(Math.round(seconds * 1000))))
                .isEqualTo(written);
    }

    /** The terminal, which knows no locale, goes on saying what it said. */
    @Test
    void englishIsWhatWordsSaidBefore() {
        Random random = new Random(3);
        Words words = new Words(ZoneId.of("UTC"));
        for (int i = 0; i < 10_000; i++) {
            long count = random.nextLong() >> random.nextInt(63);
            assertThat(words.count(count)).isEqualTo(String.format(Locale.ROOT, "%,d", count));
        }
        assertThat(words.share(0.9786)).isEqualTo("97.8 %");
        assertThat(new Words(ZoneId.of("UTC"), Locale.forLanguageTag("en-IN")).count(1_234_567))
                .isEqualTo("12,34,567");
    }

    private static Numbers numbers(String tag) {
        return new Numbers(Locale.forLanguageTag(tag));
    }
}
