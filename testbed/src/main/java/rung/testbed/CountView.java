package rung.testbed;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Counts that are kept beside the table, where a change shows at once: all as of one place in the topic, or, when the view was
 * lost, none. For one writer and any readers.
 */
interface CountView extends CountSource, AutoCloseable {
    /** Up to where all transactions are in the counts. Empty when there is no view. */
    Optional<Offsets> place() throws IOException;

    /** Makes the view {@code counts}, as of {@code place}, whatever it was. */
    void replace(Map<StoreSku, Long> counts, Offsets place) throws IOException;

    /**
     * Adds {@code changes} and moves the place, both or neither. To do it again after it was done does nothing.
     *
     * @param changes of {@link #mostUnitsAtOnce()} units at most
     * @return false when the view is not at {@code from}, or lacks one of the units
     */
    boolean add(Map<StoreSku, Long> changes, Offsets from, Offsets to) throws IOException;

    int mostUnitsAtOnce();

    @Override
    void close();
}
