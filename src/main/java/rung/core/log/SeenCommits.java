package rung.core.log;

import java.util.List;
import rung.core.measure.Fact;

/**
 * The newest commits that looks at a stage came upon in a window.
 *
 * @param newest at most {@link #MOST}, in the order of the looks
 * @param hasOlder whether the window has more, before these
 */
public record SeenCommits(List<Fact.CommitSeen> newest, boolean hasOlder) {
    /** So many commits are read of one window, at most. */
    public static final int MOST = 500;

    /** No commits at all. */
    public static final SeenCommits NONE = new SeenCommits(List.of(), false);

    public SeenCommits {
        newest = List.copyOf(newest);
    }
}
