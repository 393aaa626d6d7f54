package rung.accuracy;

/** An experiment whose truth is known, and what the instrument says of it. The same scale always gives the same table. */
@FunctionalInterface
interface Proof {
    /** Runs it. */
    Table table(Scale scale) throws Exception;

    /** Whether it takes the wall clock's time, and a machine that does nothing else: left out of every build's sample. */
    default boolean wantsAQuietMachine() {
        return false;
    }
}
