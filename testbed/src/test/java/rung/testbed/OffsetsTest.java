package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OffsetsTest {
    @Test
    void aPlaceIsReadAsItWasWritten() {
        Offsets place = new Offsets(new TreeMap<>(Map.of(0, 17L, 12, 0L, 2, 4L)));

        assertThat(place).hasToString("0:17,2:4,12:0");
        assertThat(Offsets.parse(place.toString())).isEqualTo(place);
        assertThat(Offsets.parse(Offsets.beginning().toString())).isEqualTo(Offsets.beginning());
    }

    @Test
    void aPartitionThatAPlaceDoesNotNameBeginsAtItsFirstRecord() {
        Offsets place = Offsets.parse("1:5");

        assertThat(place.next(1)).isEqualTo(OptionalLong.of(5));
        assertThat(place.next(0)).isEmpty();
    }
}
