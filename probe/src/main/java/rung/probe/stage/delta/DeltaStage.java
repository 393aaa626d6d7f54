package rung.probe.stage.delta;

import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Commit;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.measure.Told;
import rung.core.time.Timeline;
import rung.probe.stage.Answer;
import rung.probe.stage.Stage;
import rung.probe.stage.lake.Artifacts;
import rung.probe.stage.lake.LookThread;

/**
 * Counts in a Delta Lake table, read by its log and files alone. Only a new version makes it read files, and then of each
 * version only what it added. Remembers what the last version said of every key that was ever asked for.
 */
final class DeltaStage implements Stage {
    private static final Logger log = LoggerFactory.getLogger(DeltaStage.class);

    private final Timeline timeline;
    private final DeltaSettings settings;
    private final LookThread thread;
    private Optional<Connection> connection = Optional.empty();
    private Optional<DeltaLook.View> view = Optional.empty();
    private List<Commit> commits = List.of();
    private Duration queried = Duration.ZERO;

    DeltaStage(Timeline timeline, DeltaSettings settings) {
        this.timeline = timeline;
        this.settings = settings;
        this.thread = new LookThread(settings.timeout());
    }

    private record Connection(Storage storage, Engine engine) {}

    /** What a look on its own thread hands over; nothing of it is the stage's before. */
    private record Answered(Connection connection, DeltaLook.Seen seen) {}

    @Override
    public List<Reading> read(Set<StockKey> keys) throws InterruptedException {
        commits = List.of();
        queried = Duration.ZERO;
        AtomicReference<Instant> knownAt = new AtomicReference<>();
        Instant askedAt = timeline.now();
        Optional<Connection> open = connection;
        Optional<DeltaLook.View> known = view;
        try {
            Answered answered = thread.run(() -> look(open, known, keys, knownAt), late -> {
                if (open.isEmpty()) {
                    close(late.connection());
                }
            });
            Instant answeredAt = timeline.now();
            connection = Optional.of(answered.connection());
            view = Optional.of(answered.seen().view());
            commits = answered.seen().commits();
            return answered.seen().steps().stream()
                    .flatMap(step -> readings(askedAt, answeredAt, step).stream())
                    .toList();
        } catch (TimeoutException e) {
            disconnect();
            return gap(askedAt, keys, Faults.late(settings));
        } catch (ExecutionException e) {
            disconnect();
            Throwable failure = Objects.requireNonNull(e.getCause());
            log.debug("cannot read {}", settings.address(), failure);
            return gap(askedAt, keys, Faults.of(failure, settings));
        } catch (InterruptedException e) {
            disconnect();
            throw e;
        } finally {
            Instant from = knownAt.get();
            queried = from == null ? Duration.ZERO : Duration.between(from, timeline.now());
        }
    }

    /** The files that were read once the version was known, log entries not included. */
    @Override
    public Told told() {
        return Told.queried(queried);
    }

    @Override
    public List<Commit> commits() {
        return commits;
    }

    /** On a thread that may be left behind: touches no field that changes. */
    private Answered look(
            Optional<Connection> open,
            Optional<DeltaLook.View> known,
            Set<StockKey> keys,
            AtomicReference<Instant> knownAt)
            throws IOException {
        Connection connected = open.orElseGet(this::connect);
        try {
            return new Answered(
                    connected,
                    new DeltaLook(settings, connected.storage(), connected.engine(), () -> knownAt.set(timeline.now()))
                            .at(keys, known));
        } catch (RuntimeException | IOException | Error e) {
            if (open.isEmpty()) {
                close(connected);
            }
            throw e;
        }
    }

    private Connection connect() {
        Map<String, String> properties = settings.ioProperties();
        Artifacts.missing(properties).ifPresent(cure -> {
            throw new IllegalArgumentException(cure);
        });
        Storage storage = new Storage(CatalogUtil.loadFileIO(
                Objects.requireNonNull(properties.get(CatalogProperties.FILE_IO_IMPL)), properties, null));
        return new Connection(storage, DefaultEngine.create(storage));
    }

    private List<Reading> gap(Instant askedAt, Set<StockKey> keys, Faults met) {
        return List.of(new Reading.Gap(askedAt, timeline.now(), keys, met.fault(), met.reason()));
    }

    private List<Reading> readings(Instant askedAt, Instant answeredAt, DeltaLook.Step step) {
        Answer answer = new Answer();
        step.holdings().forEach((key, holding) -> {
            if (holding instanceof Holding.Counted counted) {
                answer.count(key, counted.units());
            } else if (holding instanceof Holding.Faulty faulty) {
                answer.bad(key, faulty.fault(), settings.address() + ": " + faulty.reason());
            } else {
                answer.absent(key);
            }
        });
        return answer.readings(askedAt, answeredAt, step.cycle());
    }

    /** The next look opens the storage anew; what is known of the table stays known. */
    private void disconnect() {
        Optional<Connection> open = connection;
        connection = Optional.empty();
        open.ifPresent(left -> thread.aside(() -> close(left)));
    }

    private void close(Connection left) {
        try {
            left.storage().close();
        } catch (RuntimeException e) {
            log.debug("the storage of {} did not close cleanly", settings.address(), e);
        }
    }

    @Override
    public void close() {
        Optional<Connection> open = connection;
        connection = Optional.empty();
        open.ifPresent(this::close);
        thread.close();
    }
}
