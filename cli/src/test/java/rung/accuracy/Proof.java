package rung.accuracy;

/** An experiment whose truth is known, and what the instrument says of it. The same scale always gives the same table. */
@FunctionalInterface
interface Proof {
    /** Runs it. */
    Table table(Scale scale) throws Exception;
}
