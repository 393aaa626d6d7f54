package rung.probe.stage.iceberg;

import java.util.Optional;
import org.apache.iceberg.util.StructLikeWrapper;
import rung.core.measure.Fault;
import rung.probe.stage.lake.TransactionIds;

/** What a snapshot of a table says of one key. */
sealed interface Holding {
    /**
     * One live row.
     *
     * @param place where it is; empty when a compaction has moved it since
     * @param writtenIn sequence number of the commit that last wrote it, which compactions carry along; empty below format
     *     version 3
     */
    record Counted(long units, Optional<Place> place, Optional<Long> writtenIn) implements Holding {}

    /**
     * Rows of a log.
     *
     * @param units their sum
     * @param transactions that are in it, where they are told apart
     */
    record Summed(long units, TransactionIds transactions) implements Holding {}

    /** No live row. */
    record Missing() implements Holding {}

    /** A row, or rows, from which no count can be told. */
    record Faulty(Fault fault, String reason) implements Holding {}

    /** Where a row is: its file, its position in it, and the partition that deletes must name to reach it. */
    record Place(String file, long position, int spec, StructLikeWrapper partition) {}
}
