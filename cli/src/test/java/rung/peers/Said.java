package rung.peers;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a tool said of one run.
 *
 * @param tool with what matters of how it was run
 * @param measured what its figures are about
 * @param p95 seconds; absent when it prints none
 * @param p99 seconds; absent when it prints none
 * @param missing why there are no figures, as a sentence; empty when there are
 */
public record Said(String tool, String measured, OptionalDouble p95, OptionalDouble p99, Optional<String> missing) {
    private static final double MILLIS = 1e-3;
    private static final Pattern PRODUCER_95 = Pattern.compile("(\\d+) ms 95th");
    private static final Pattern PRODUCER_99 = Pattern.compile("(\\d+) ms 99th");
    private static final Pattern END_TO_END_99 = Pattern.compile("99th = ([\\d.]+)");
    private static final Pattern HEY_95 = Pattern.compile("95%+ in ([\\d.]+) secs");
    private static final Pattern HEY_99 = Pattern.compile("99%+ in ([\\d.]+) secs");

    static Said nothing(String tool, String measured, String why) {
        return new Said(tool, measured, OptionalDouble.empty(), OptionalDouble.empty(), Optional.of(why));
    }

    /** Of the output of {@code kafka-producer-perf-test}: its last line speaks of the whole run. */
    static Said byProducerPerformance(String tool, String output) {
        return of(
                tool,
                "from send to acknowledgement, topic only",
                Optional.of(PRODUCER_95),
                PRODUCER_99,
                MILLIS,
                output);
    }

    /** Of the output of {@code kafka-e2e-latency}, which prints no 95th percentile. */
    static Said byEndToEndLatency(String tool, String output) {
        return of(
                tool,
                "from send to consumer, topic only, one at a time",
                Optional.empty(),
                END_TO_END_99,
                MILLIS,
                output);
    }

    /** Of the output of {@code hey}. */
    static Said byHey(String tool, String output) {
        return of(
                tool, "from request to answer, one at a time for each worker", Optional.of(HEY_95), HEY_99, 1, output);
    }

    private static Said of(
            String tool, String measured, Optional<Pattern> p95, Pattern p99, double unit, String output) {
        OptionalDouble last99 = last(p99, output, unit);
        if (last99.isEmpty()) {
            return nothing(tool, measured, "it printed no percentile: " + output.strip());
        }
        return new Said(
                tool,
                measured,
                p95.map(pattern -> last(pattern, output, unit)).orElse(OptionalDouble.empty()),
                last99,
                Optional.empty());
    }

    private static OptionalDouble last(Pattern pattern, String output, double unit) {
        OptionalDouble last = OptionalDouble.empty();
        Matcher matcher = pattern.matcher(output);
        while (matcher.find()) {
            last = OptionalDouble.of(Double.parseDouble(matcher.group(1)) * unit);
        }
        return last;
    }
}
