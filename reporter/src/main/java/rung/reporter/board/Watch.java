package rung.reporter.board;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import rung.core.ladder.Ladder;
import rung.core.log.LogReader;
import rung.core.measure.PipelineSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.Timeline;
import rung.reporter.report.FreshnessReport;

/**
 * Watches a log that may still grow: takes its pulse each second, and concludes anew when something happened. Everything it
 * gives out is an immutable value, made once for all readers.
 */
public final class Watch implements AutoCloseable {
    private final Timeline timeline;
    private final Follower.Opening opening;
    private final Ladder ladder;
    private final Judge judge;
    private final List<Consumer<Pulse>> pulseListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Board>> boardListeners = new CopyOnWriteArrayList<>();
    private final Pasts pasts;
    private final List<Follower> followers = new ArrayList<>();
    private volatile Pulse pulse;
    private volatile Board board;
    private volatile Duration cost = Duration.ZERO;

    private Watch(Timeline timeline, Follower.Opening opening, Ladder ladder, Judge judge, Pulse pulse, Board board) {
        this.timeline = timeline;
        this.opening = opening;
        this.ladder = ladder;
        this.judge = judge;
        this.pasts = new Pasts(ladder);
        this.pulse = pulse;
        this.board = board;
    }

    /**
     * Begins to watch; the first board is made before it returns.
     *
     * @param timeline by which beats are counted
     * @param opening of the log
     * @param ladder that judges
     * @param judge makes the report of what is in the log
     * @throws IOException when the log cannot be read
     */
    public static Watch start(Timeline timeline, Follower.Opening opening, Ladder ladder, Judge judge)
            throws IOException {
        try (LogReader facts = opening.open()) {
            Watch watch = new Watch(
                    timeline,
                    opening,
                    ladder,
                    judge,
                    new Pulses(ladder).take(facts),
                    new Board(1, judge.report(facts)));
            watch.pasts.make(Span.RUN, watch.board, facts); // the first reader does not wait for it
            watch.follow();
            return watch;
        }
    }

    private void follow() {
        Pulses pulses = new Pulses(ladder);
        followers.add(Follower.start("watch-pulse", timeline, opening, facts -> takePulse(pulses, facts)));
        followers.add(Follower.start("watch-board", timeline, opening, this::conclude));
    }

    public Pulse pulse() {
        return pulse;
    }

    public Board board() {
        return board;
    }

    /** How long it took to make the present board; zero for the first. */
    public Duration cost() {
        return cost;
    }

    public Ladder ladder() {
        return ladder;
    }

    /** What the time is where the log is written, as far as this side can tell. */
    public Instant now() {
        return timeline.now();
    }

    /** Tells {@code listener} each pulse from now on; it must be quick. */
    public void onPulse(Consumer<Pulse> listener) {
        pulseListeners.add(listener);
    }

    /** Tells {@code listener} each board from now on; it must be quick. */
    public void onBoard(Consumer<Board> listener) {
        boardListeners.add(listener);
    }

    /** The newest board over {@code span}, with what led to it. */
    public Past past(Span span) throws IOException {
        Board current = board;
        Optional<Past> made = pasts.newest(span, current);
        return made.isPresent() ? made.get() : read(facts -> pasts.make(span, current, facts));
    }

    /**
     * What the facts say of {@code pipeline} at {@code stage} over {@code period}; empty when the run has no such pipeline or
     * stage.
     *
     * @param stage empty for the promised one
     */
    public Optional<Detail> detail(String pipeline, Optional<String> stage, TimeWindow period) throws IOException {
        return read(facts -> setup(facts, pipeline).flatMap(setup -> setup.stages().stream()
                .filter(one -> one.name().equals(stage.orElse(setup.promise().stage())))
                .findFirst()
                .map(one -> Detail.of(facts, ladder, setup, one, period))));
    }

    /** The sale of {@code slot}; empty when the run has no such pipeline, or has had no such slot yet. */
    public Optional<SaleStory> sale(String pipeline, long slot) throws IOException {
        return read(facts -> setup(facts, pipeline).flatMap(setup -> SaleStory.of(facts, setup, slot)));
    }

    /**
     * The report over another period than that of the board.
     *
     * @param judged is told after each pipeline how many are judged
     */
    FreshnessReport report(TimeWindow period, IntConsumer judged) throws IOException {
        return read(facts -> facts.still(() -> judge.report(facts, period, judged)));
    }

    /** How the pipelines of the run are measured. */
    public List<PipelineSetup> setups() throws IOException {
        return read(facts -> facts.run().pipelines());
    }

    private static Optional<PipelineSetup> setup(LogReader facts, String pipeline) {
        return facts.run().pipelines().stream()
                .filter(one -> one.name().equals(pipeline))
                .findFirst();
    }

    /** Lets {@code question} read the facts, of a connection of its own; what it returns must not read any more. */
    public <T> T read(Function<LogReader, T> question) throws IOException {
        try (LogReader facts = opening.open()) {
            return question.apply(facts);
        }
    }

    private void takePulse(Pulses pulses, LogReader facts) {
        Pulse taken = pulses.take(facts);
        pulse = taken;
        pulseListeners.forEach(listener -> listener.accept(taken));
    }

    private void conclude(LogReader facts) {
        if (facts.until().equals(board.at())) {
            return;
        }
        Instant began = timeline.now();
        Board made = facts.still(() -> {
            Board next = new Board(board.number() + 1, judge.report(facts));
            pasts.refresh(next, facts);
            return next;
        });
        board = made;
        cost = Duration.between(began, timeline.now());
        boardListeners.forEach(listener -> listener.accept(made));
    }

    @Override
    public void close() {
        followers.forEach(Follower::close);
    }
}
