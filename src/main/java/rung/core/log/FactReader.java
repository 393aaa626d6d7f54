package rung.core.log;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import rung.core.evidence.Tally;
import rung.core.measure.Fact;
import rung.core.measure.Fault;
import rung.core.measure.Mark;
import rung.core.measure.RunSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;
import rung.core.time.ClockOffset;

/** The facts of one run, as whatever concludes from them reads them: the log, or a file of facts measured elsewhere. */
public interface FactReader {
    /** What was fixed before the first injection. */
    RunSetup run();

    /** The moment up to which the facts are complete: the probe's last sign of life. */
    Instant until();

    /**
     * Gives each slot that begins and ends in {@code window} and whose time has come, in the order of their intended
     * times. A slot of which the log knows nothing although the run covers it is given as unmeasured.
     */
    void slots(String pipeline, String stage, TimeWindow window, Consumer<SlotOutcome> each);

    /**
     * Adds the slots of the tally's window to the tally; says the same as {@link #slots}, and may be cheaper where whole
     * hours were folded.
     */
    default void fold(String pipeline, String stage, Tally tally) {
        slots(pipeline, stage, tally.window(), tally::add);
    }

    /** How many anomalies of each kind became known in {@code window}; kinds without any are absent. */
    Map<Fact.Anomaly.Kind, Long> anomalies(String pipeline, String stage, TimeWindow window);

    /** Stretches that touch {@code window} in which the stage could not be read. */
    List<Fact.Unreadable> unreadable(String pipeline, String stage, TimeWindow window);

    /**
     * The polling reports that touch {@code window}, oldest first; those of a stage do not overlap, and one of no length
     * belongs where it ends. Empty when the stage was read elsewhere.
     */
    List<Fact.Polled> polled(String pipeline, String stage, TimeWindow window);

    /** Whether there is any polling report of the stage; there is none when it was read elsewhere. */
    default boolean isPolled(String pipeline, String stage) {
        return !polled(pipeline, stage, new TimeWindow("all", Instant.MIN, Instant.MAX))
                .isEmpty();
    }

    /** The polling reports that touch {@code window} in all; says the same as {@link #polled}, and may be cheaper. */
    default Polling polling(String pipeline, String stage, TimeWindow window) {
        return Polling.of(polled(pipeline, stage, window));
    }

    /**
     * In how many rounds of the reports that touch {@code window} each fault occurred; faults that did not occur are
     * absent. Cheap: only reports with faults are read.
     */
    default Map<Fault, Long> faults(String pipeline, String stage, TimeWindow window) {
        Map<Fault, Long> sum = new EnumMap<>(Fault.class);
        polled(pipeline, stage, window)
                .forEach(report -> report.faults().forEach((fault, rounds) -> sum.merge(fault, rounds, Long::sum)));
        return sum;
    }

    /**
     * The newest commits that looks in {@code window} came upon; none where the stage cannot tell commits apart, and when
     * it was read elsewhere.
     */
    default SeenCommits commits(String pipeline, String stage, TimeWindow window) {
        return SeenCommits.NONE;
    }

    /** What was noted of {@code pipeline}, or of all, in {@code window}, oldest first. */
    default List<Mark> marks(String pipeline, TimeWindow window) {
        return List.of();
    }

    /** The probe's signs of life in {@code window}, oldest first; empty when the facts were measured elsewhere. */
    List<Fact.Ticked> ticks(TimeWindow window);

    /** The probe's signs of life in {@code window} as a whole; says the same as {@link #ticks}, and may be cheaper. */
    default Pulse pulse(TimeWindow window) {
        return Pulse.of(ticks(window));
    }

    /** Whether there is any sign of life; there is none when the facts were measured elsewhere. */
    default boolean hasTicks() {
        return pulse(new TimeWindow("all", Instant.MIN, Instant.MAX)).ticks() > 0;
    }

    /** Units that were sold and not returned: of lost sales, and of what was refused and showed all the same. */
    long residue(String pipeline);

    /**
     * What became of the sale of {@code slot}, and of the return that undoes it, at the front door; empty when the log
     * knows neither, and when the facts were measured elsewhere.
     */
    default List<Handover> handovers(String pipeline, long slot) {
        return List.of();
    }

    /**
     * How far the clock of the pipeline's source is ahead of the probe's, as its latest stamps tell; empty when it tells
     * none. Nothing is judged by it.
     */
    default Optional<ClockOffset> sourceClock(String pipeline) {
        return Optional.empty();
    }

    /** Lets {@code read} see the facts of one moment: whatever is appended meanwhile is not among them. */
    default <T> T still(Supplier<T> read) {
        return read.get();
    }

    /**
     * What {@code read} makes of each item from the facts of one moment, in the order of the items. Some may be read at
     * once, by threads that have a reader each: {@code read} uses the one that it is given, and shares only what is made
     * for threads.
     */
    default <I, O> List<O> each(List<I> items, BiFunction<FactReader, I, O> read) {
        return still(() -> items.stream().map(item -> read.apply(this, item)).toList());
    }

    /** What the instrument could resolve on its machine, oldest first; empty when the run was not calibrated. */
    default List<Fact.Calibrated> calibrations() {
        return List.of();
    }
}
