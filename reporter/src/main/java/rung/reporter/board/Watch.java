package rung.reporter.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.ladder.Ladder;
import rung.core.log.LogReader;
import rung.core.measure.PipelineSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.Timeline;
import rung.reporter.report.FreshnessReport;

/**
 * Watches a log that may still grow: takes its pulse each second, and concludes anew when something happened, but rests
 * four times as long as that took, so that concluding never costs more than a fifth of a core. Everything it gives out is
 * an immutable value, made once for all readers.
 */
public final class Watch implements AutoCloseable {
    /** Opens the log; each reader has a connection of its own. */
    @FunctionalInterface
    public interface Opening {
        LogReader open() throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration BEAT = Duration.ofSeconds(1);

    /** A log is opened again now and then: a probe that was started anew begins another run in it. */
    private static final Duration OPEN_FOR = Duration.ofMinutes(1);

    private static final int REST = 4;

    private final Timeline timeline;
    private final Opening opening;
    private final Ladder ladder;
    private final Judge judge;
    private final List<Consumer<Pulse>> pulseListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Board>> boardListeners = new CopyOnWriteArrayList<>();
    private final Pasts pasts;
    private final Thread pulseThread;
    private final Thread boardThread;
    private volatile Pulse pulse;
    private volatile Board board;
    private volatile Duration cost = Duration.ZERO;
    private volatile boolean closed;

    private Watch(Timeline timeline, Opening opening, Ladder ladder, Judge judge, Pulse pulse, Board board) {
        this.timeline = timeline;
        this.opening = opening;
        this.ladder = ladder;
        this.judge = judge;
        this.pasts = new Pasts(ladder);
        this.pulse = pulse;
        this.board = board;
        this.pulseThread = thread("watch-pulse", this::takePulses);
        this.boardThread = thread("watch-board", this::conclude);
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
    public static Watch start(Timeline timeline, Opening opening, Ladder ladder, Judge judge) throws IOException {
        try (LogReader facts = opening.open()) {
            Watch watch = new Watch(
                    timeline,
                    opening,
                    ladder,
                    judge,
                    new Pulses(ladder).take(facts),
                    new Board(1, judge.report(facts)));
            watch.pasts.make(Span.RUN, watch.board, facts); // the first reader does not wait for it
            watch.pulseThread.start();
            watch.boardThread.start();
            return watch;
        }
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
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

    private void takePulses() {
        Pulses pulses = new Pulses(ladder);
        repeat(facts -> {
            Pulse taken = pulses.take(facts);
            pulse = taken;
            pulseListeners.forEach(listener -> listener.accept(taken));
            return Optional.empty();
        });
    }

    private void conclude() {
        repeat(facts -> {
            if (facts.until().equals(board.at())) {
                return Optional.empty();
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
            return Optional.of(cost.multipliedBy(REST));
        });
    }

    /** Does {@code work} each second, or after the rest that it asks for; a log that cannot be read is tried again. */
    private void repeat(Function<LogReader, Optional<Duration>> work) {
        @Nullable LogReader facts = null;
        Instant due = timeline.now().plus(BEAT);
        Instant opened = due;
        try {
            while (!closed) {
                timeline.sleepUntil(due);
                Duration rest = BEAT;
                try {
                    if (facts != null && Duration.between(opened, due).compareTo(OPEN_FOR) > 0) {
                        facts.close();
                        facts = null;
                    }
                    if (facts == null) {
                        facts = opening.open();
                        opened = due;
                    }
                    Duration asked = work.apply(facts).orElse(BEAT);
                    rest = asked.compareTo(BEAT) > 0 ? asked : BEAT;
                } catch (IOException | UncheckedIOException | IllegalStateException e) {
                    LOG.warn("the log cannot be read; pages show what was known before: {}", e.getMessage());
                    if (facts != null) {
                        facts.close();
                        facts = null;
                    }
                }
                due = timeline.now().plus(rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (facts != null) {
                facts.close();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        pulseThread.interrupt();
        boardThread.interrupt();
        try {
            pulseThread.join();
            boardThread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
