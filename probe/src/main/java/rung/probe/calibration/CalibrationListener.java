package rung.probe.calibration;

/** Told how far a calibration is. */
@FunctionalInterface
public interface CalibrationListener {
    /**
     * A step was done; called on the calibrating thread.
     *
     * @param what is being measured, for a person
     * @param done steps of it
     * @param of steps in all
     */
    void onStep(String what, int done, int of);

    /** Nobody wants to know. */
    static CalibrationListener none() {
        return (what, done, of) -> {};
    }
}
