package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QueryMeterTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(2));
    private final QueryMeter meter = new QueryMeter(nanos::get);

    @Test
    void theRateIsTheMeanOfTheLastThreeSeconds() {
        for (int query = 0; query < 60; query++) {
            meter.count();
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        }
        assertThat(meter.perSecond()).isEqualTo(10);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(meter.perSecond()).isBetween(3.0, 4.0);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(meter.perSecond()).isZero();
    }
}
