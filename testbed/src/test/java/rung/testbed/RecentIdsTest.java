package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentIdsTest {
    @Test
    void anIdIsNewOnceUntilAsManyOthersCameAsAreRemembered() {
        RecentIds recent = new RecentIds(2);

        assertThat(recent.add("a")).isTrue();
        assertThat(recent.add("a")).isFalse();
        assertThat(recent.add("b")).isTrue();
        assertThat(recent.add("a")).isFalse();
        assertThat(recent.add("c")).isTrue();
        assertThat(recent.add("a")).isTrue();
        assertThat(recent.add("c")).isFalse();
    }
}
