package rung.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SaidTest {
    @Test
    void producerPerformanceIsReadOffTheLineOfTheWholeRun() {
        Said said = Said.byProducerPerformance("tool", """
                1001 records sent, 200.2 records/sec (0.02 MB/sec), 3.1 ms avg latency, 310.0 ms max latency.
                6000 records sent, 199.97 records/sec (0.02 MB/sec), 1.75 ms avg latency, 329.00 ms max latency, \
                1 ms 50th, 4 ms 95th, 30 ms 99th, 120 ms 99.9th.
                """);

        assertThat(said.p95()).hasValue(0.004);
        assertThat(said.p99()).hasValue(0.03);
    }

    @Test
    void endToEndLatencyPrintsNoNinetyFifthPercentile() {
        Said said = Said.byEndToEndLatency("tool", """
                Avg latency: 1.6442 ms
                Percentiles: 50th = 1, 99th = 23, 99.9th = 41
                """);

        assertThat(said.p95()).isEmpty();
        assertThat(said.p99()).hasValue(0.023);
    }

    @Test
    void heyIsReadWithOneOrTwoPercentSigns() {
        assertThat(Said.byHey("hey", "  95% in 0.0280 secs\n  99% in 0.0410 secs\n")
                        .p95())
                .hasValue(0.028);
        assertThat(Said.byHey("hey", "  95%% in 0.0280 secs\n  99%% in 0.0410 secs\n")
                        .p99())
                .hasValue(0.041);
    }

    @Test
    void anOutputWithoutPercentilesIsToldAsItIs() {
        Said said = Said.byHey("hey", "Error distribution: connection refused\n");

        assertThat(said.missing()).hasValue("it printed no percentile: Error distribution: connection refused");
    }
}
