package rung.probe.stage.trino;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import rung.core.measure.StockKey;

/** Where the counts of keys are asked for. */
interface CountSource {
    /** How many keys one query is asked for at most. */
    int keysPerQuery();

    /**
     * Asks for {@code keys} in one query.
     *
     * @param snapshot that the query is pinned to; what users see when empty
     * @return what was found of each of {@code keys}
     */
    Map<StockKey, Found> counts(Session session, List<StockKey> keys, Optional<Long> snapshot)
            throws Refusal, InterruptedException;
}
