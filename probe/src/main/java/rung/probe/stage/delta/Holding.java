package rung.probe.stage.delta;

import rung.core.measure.Fault;

/** What a version of a table says of one key. */
sealed interface Holding {
    /** Its count: that of its one live row, or the sum of a log's rows. */
    record Counted(long units) implements Holding {}

    /** No live row. */
    record Missing() implements Holding {}

    /** A row, or rows, from which no count can be told. */
    record Faulty(Fault fault, String reason) implements Holding {}
}
