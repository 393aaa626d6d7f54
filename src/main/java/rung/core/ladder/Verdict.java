package rung.core.ladder;

import rung.core.evidence.State;

/** Whether a promise was held. */
public enum Verdict {
    MET,
    MISSED,
    /** Valid evidence, too little of it. */
    UNDECIDED,
    /** The instrument broke its own rules, and its numbers prove nothing. */
    INVALID,
    NO_PROMISE;

    /** The verdict that the promised tier's state earns. */
    public static Verdict of(State promised) {
        return switch (promised) {
            case KEPT -> MET;
            case MISSED -> MISSED;
            case UNDECIDED -> UNDECIDED;
        };
    }
}
