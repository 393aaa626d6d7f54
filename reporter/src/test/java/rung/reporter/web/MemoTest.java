package rung.reporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoTest {
    private final List<String> made = new ArrayList<>();
    private final Memo<String, String, String> memo = new Memo<>((key, source) -> {
        made.add(key + source);
        return key + source;
    });

    @Test
    void aValueIsMadeOncePerBoard() {
        assertThat(memo.of(1, "a", "x")).isEqualTo("ax");
        assertThat(memo.of(1, "a", "x")).isEqualTo("ax");
        assertThat(memo.of(2, "a", "y")).isEqualTo("ay");
        assertThat(made).containsExactly("ax", "ay");
    }

    @Test
    void manyKeysDoNotFillMemoryAndTheLongestUnusedGoesFirst() {
        for (int i = 0; i < 8; i++) {
            memo.of(1, "k" + i, "");
        }
        memo.of(1, "k0", "");
        memo.of(1, "k8", "");
        made.clear();

        memo.of(1, "k0", "");
        memo.of(1, "k1", "");

        assertThat(made).containsExactly("k1");
    }
}
