package rung.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    @Test
    void theWordItselfInOtherLettersIsTheNearest() {
        assertThat(Suggestion.nearest("STORE_ID", List.of("stores", "store-id")))
                .contains("store-id");
    }

    @Test
    void ofTwoWordsEquallyNearTheFirstIsMeant() {
        assertThat(Suggestion.nearest("pos", List.of("pot", "pop"))).contains("pot");
    }

    @Test
    void aThirdOfItsLettersMayBeWrongAndNoMore() {
        assertThat(Suggestion.nearest("abcdef", List.of("abcdxy"))).contains("abcdxy");
        assertThat(Suggestion.nearest("abcdef", List.of("abcxyz"))).isEmpty();
    }

    @Test
    void thirtyWordsAreListedAndNoMore() {
        List<String> words = IntStream.range(0, 31).mapToObj(i -> "w" + i).toList();

        assertThat(Suggestion.list(words.subList(0, 30))).endsWith("w29");
        assertThat(Suggestion.list(words)).endsWith("w29, …");
    }
}
