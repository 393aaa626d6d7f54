package rung.core.checkup;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;

/**
 * What one look at a stage found.
 *
 * @param name as configured
 * @param asked keys that the look asked for; a stage with a budget is asked for no more
 * @param counted keys that have a count there
 * @param absent keys that it does not have
 * @param differing keys whose count differs from that at the stage before; none at the first stage
 * @param troubles why the others could not be read, one for each fault
 * @param took time from the begin of the look to its end, connections included
 * @param poll time between two looks that is configured
 * @param cycle the commit that the look showed; unknown when it did not tell
 * @param cost what a look costs the system that is read
 * @param resolution how finely the moment of a change is known
 * @param cycles what tells commits apart; empty when nothing does
 * @param caveat what its counts cannot prove; empty when there is no such thing
 */
public record StageCheckup(
        String name,
        long asked,
        long counted,
        long absent,
        long differing,
        List<Trouble> troubles,
        Duration took,
        Duration poll,
        Cycle cycle,
        String cost,
        String resolution,
        Optional<String> cycles,
        Optional<String> caveat) {
    /**
     * Why keys could not be read.
     *
     * @param keys how many, of this fault
     * @param reason cause and cure, of the first of them
     */
    public record Trouble(Fault fault, long keys, String reason) {}

    public StageCheckup {
        troubles = List.copyOf(troubles);
    }

    /** Whether looks take longer than the time between two of them, so that this poll cannot be kept. */
    public boolean isTooSlow() {
        return troubles.isEmpty() && took.compareTo(poll) > 0;
    }
}
