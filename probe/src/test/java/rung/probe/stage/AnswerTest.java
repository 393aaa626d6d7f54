package rung.probe.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
    @ParameterizedTest
    @ValueSource(strings = {"12", " 12 ", "+12", "12.0", "1.2e1"})
    void aWholeNumberIsReadHoweverItIsWritten(String written) {
        assertThat(Answer.whole(written)).contains(12L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "12.5", "1e400", "1e-400", "Infinity", "NaN", "9223372036854775808", "0x12"})
    void whatIsNoWholeNumberIsNone(String written) {
        assertThat(Answer.whole(written)).isEmpty();
    }

    @Test
    void numbersOfAnyTypeAreReadAndNothingElseIs() {
        assertThat(Answer.whole(12)).contains(12L);
        assertThat(Answer.whole(12.0)).contains(12L);
        assertThat(Answer.whole(new BigDecimal("1200e-2"))).contains(12L);
        assertThat(Answer.whole(Double.POSITIVE_INFINITY)).isEmpty();
        assertThat(Answer.whole(null)).isEmpty();
        assertThat(Answer.whole(true)).isEmpty();
    }
}
