package rung.testbed;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/** The latest transaction ids, up to a bound; what has dropped out is taken for new again. For one thread. */
final class RecentIds {
    private final int bound;
    private final Set<String> ids = new HashSet<>();
    private final Queue<String> oldestFirst = new ArrayDeque<>();

    RecentIds(int bound) {
        this.bound = bound;
    }

    /** Remembers {@code id}; returns whether it was new. */
    boolean add(String id) {
        if (!ids.add(id)) {
            return false;
        }
        oldestFirst.add(id);
        if (oldestFirst.size() > bound) {
            ids.remove(oldestFirst.remove());
        }
        return true;
    }
}
