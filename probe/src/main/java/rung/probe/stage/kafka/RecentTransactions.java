package rung.probe.stage.kafka;

import java.util.LinkedHashSet;
import java.util.Set;

/** The ids of the newest transactions of positions that were asked for; a movement that comes twice is told by them. */
final class RecentTransactions {
    private static final int MOST = 200_000;

    private final Set<String> ids = new LinkedHashSet<>();

    /** Returns whether {@code id} is new. */
    boolean add(String id) {
        if (!ids.add(id)) {
            return false;
        }
        if (ids.size() > MOST) {
            ids.remove(ids.iterator().next());
        }
        return true;
    }
}
