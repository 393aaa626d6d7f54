package rung.probe.stage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.measure.CacheAge;

/** What answers say of caches, in the ways in which servers write it. */
class CacheHeadersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "0 | max-age=30 | 0 | -",
                "42 | - | 42 | -",
                "30 | max-age=30 | 30 | -",
                "31 | max-age=30 | 31 | 30",
                "31 | Public, MAX-AGE = \"30\" | 31 | 30",
                "31 | max-age=30, s-maxage=600 | 31 | -",
                "31 | max-age=600,s-maxage=30 | 31 | 30",
                "31 | s-maxage=30/max-age=600 | 31 | 30",
                "31 | max-age=30, max-age=600 | 31 | 30",
                "31 | stale-while-revalidate=1, x-max-age=1 | 31 | -",
                "31 | no-cache=\"a, max-age=1\", private | 31 | -",
                "31 | max-age=soon | 31 | -",
                "31 | max-age | 31 | -",
                "31 | max-age=31536000 | 31 | -",
                "1 | max-age=0 | 1 | 0",
                "7, 900 | max-age=30 | 7 | -",
                "-1 | max-age=0 | - | -",
                "1.5 | max-age=0 | - | -",
                "9999999999 | max-age=0 | - | -",
                "- | max-age=0 | - | -"
            })
    void ageAndLifeAreRead(
            @Nullable String age, @Nullable String cacheControl, @Nullable Long seconds, @Nullable Long outlived) {
        Map<String, List<String>> headers = Stream.of(
                        Map.entry("Age", lines(age)), Map.entry("Cache-Control", lines(cacheControl)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

        assertThat(CacheHeaders.age(HttpHeaders.of(headers, (name, value) -> true))
                        .map(told -> told.largest().toSeconds()))
                .isEqualTo(Optional.ofNullable(seconds));
        assertThat(CacheHeaders.age(HttpHeaders.of(headers, (name, value) -> true))
                        .flatMap(CacheAge::outlived)
                        .map(one -> one.life().toSeconds()))
                .isEqualTo(Optional.ofNullable(outlived));
    }

    /** The values of a header that comes in several lines. */
    private static List<String> lines(@Nullable String written) {
        return written == null ? List.of() : List.of(written.split("/"));
    }
}
