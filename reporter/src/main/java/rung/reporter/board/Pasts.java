package rung.reporter.board;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import rung.core.ladder.Ladder;
import rung.core.log.FactReader;

/**
 * The pasts that readers ask for, made anew with each board for as long as they do: the first who asks for a span waits for
 * it, nobody after. Thread-safe.
 */
final class Pasts {
    /** A span that nobody asked for over so many boards is no longer made. */
    private static final int FORGOTTEN_AFTER = 20;

    private final Ladder ladder;
    private final Map<Span, Kept> kept = new ConcurrentHashMap<>();

    /** The newest past over one span, and what makes the next one cheap. */
    private static final class Kept {
        private final Heartbeats heartbeats;
        private volatile @Nullable Past newest;
        private volatile long askedAt;

        private Kept(Ladder ladder) {
            this.heartbeats = new Heartbeats(ladder);
        }

        private synchronized Past make(Span span, Board board, FactReader facts, Map<String, Trend> trends) {
            Past past = newest;
            if (past == null || past.board().number() < board.number()) {
                past = new Past(board, board.period(span), heartbeats.rows(facts, board.period(span)), trends);
                newest = past;
            }
            return past;
        }
    }

    Pasts(Ladder ladder) {
        this.ladder = ladder;
    }

    /** The newest past over {@code span}, which the boards after {@code asked} will keep new; empty when there is none yet. */
    Optional<Past> newest(Span span, Board asked) {
        Kept one = kept.computeIfAbsent(span, key -> new Kept(ladder));
        one.askedAt = asked.number();
        return Optional.ofNullable(one.newest);
    }

    /** Makes the past over {@code span}. */
    Past make(Span span, Board board, FactReader facts) {
        Kept one = kept.computeIfAbsent(span, key -> new Kept(ladder));
        one.askedAt = board.number();
        return facts.still(() -> one.make(span, board, facts, Trends.of(facts, ladder)));
    }

    /** Makes the pasts of {@code board}, which is not shown yet, and forgets those that nobody asks for. */
    void refresh(Board board, FactReader facts) {
        kept.entrySet()
                .removeIf(one -> one.getKey() != Span.RUN && board.number() - one.getValue().askedAt > FORGOTTEN_AFTER);
        Map<String, Trend> trends = Trends.of(facts, ladder);
        kept.forEach((span, one) -> one.make(span, board, facts, trends));
    }
}
