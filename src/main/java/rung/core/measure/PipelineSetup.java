package rung.core.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How one pipeline is measured in a run.
 *
 * @param name unique in its run
 * @param promise the tier that it must hold
 * @param firstSlot when its slot 0 begins
 * @param slot length of a slot
 * @param stages in the order in which a count travels
 */
public record PipelineSetup(String name, Promise promise, Instant firstSlot, Duration slot, List<StageSetup> stages) {
    public PipelineSetup {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("pipeline " + name + " has no stage");
        }
        if (slot.isNegative() || slot.isZero()) {
            throw new IllegalArgumentException("pipeline " + name + " has slots of " + slot);
        }
    }

    /**
     * The stage at which the promise is to be kept.
     *
     * @throws IllegalStateException when the pipeline has no stage of that name
     */
    public StageSetup promisedStage() {
        return stages.stream()
                .filter(stage -> stage.name().equals(promise.stage()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("pipeline " + name + " promises a tier at stage "
                        + promise.stage() + ", which it does not have"));
    }

    /** When slot {@code number} begins. */
    public Instant slotStart(long number) {
        return firstSlot.plus(slot.multipliedBy(number));
    }
}
