package rung.accuracy;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** How often experiments are repeated: a part of them in every build, all of them under {@code -Paccuracy}. */
enum Scale {
    /** What every build affords. */
    SAMPLE,
    /** What the method asks for. */
    FULL;

    private static final String PROPERTY = "rung.accuracy";

    static Scale chosen() {
        return "full".equals(System.getProperty(PROPERTY)) ? FULL : SAMPLE;
    }

    /** The command that repeats experiments this often. */
    String command() {
        return this == FULL ? "mvn -Paccuracy verify" : "mvn verify";
    }

    /** {@code full} repetitions, or {@code sample} of them. */
    int runs(int full, int sample) {
        return this == FULL ? full : sample;
    }

    /** The results of runs 0 to {@code runs} - 1, which share nothing, on all cores. */
    static <R> List<R> each(int runs, IntFunction<R> run) {
        return IntStream.range(0, runs).parallel().mapToObj(run).toList();
    }

    /** The share of {@code results} of which {@code condition} is true. */
    static <R> double share(List<R> results, Predicate<R> condition) {
        return (double) results.stream().filter(condition).count() / results.size();
    }
}
