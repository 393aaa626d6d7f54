package rung.probe.stage.iceberg;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
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
import java.util.stream.Stream;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Commit;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.measure.Told;
import rung.core.time.Timeline;
import rung.probe.stage.Answer;
import rung.probe.stage.Stage;
import rung.probe.stage.lake.Artifacts;
import rung.probe.stage.lake.LookThread;
import rung.probe.wire.Addresses;
import rung.probe.wire.Reasons;

/**
 * Counts in an Iceberg table. Asks the catalog for the table's head; only a new head makes it read files, and then of
 * each new commit only what it added. Remembers what the last head said of every key that was ever asked for.
 */
final class IcebergStage implements Stage {
    private static final Logger log = LoggerFactory.getLogger(IcebergStage.class);

    private static final int MOST_CAUSES = 16;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final Timeline timeline;
    private final IcebergSettings settings;
    private final LookThread thread;
    private @Nullable Catalog catalog;
    private Optional<Lent> lent = Optional.empty();
    private Optional<TableLook.View> view = Optional.empty();
    private List<Commit> commits = List.of();
    private Duration queried = Duration.ZERO;

    IcebergStage(Timeline timeline, IcebergSettings settings) {
        this.timeline = timeline;
        this.settings = settings;
        this.thread = new LookThread(settings.timeout());
    }

    /** What a look on its own thread hands over; nothing of it is the stage's before. */
    private record Answered(Catalog catalog, Optional<Lent> lent, TableLook.Seen seen) {}

    @Override
    public List<Reading> read(Set<StockKey> keys) throws InterruptedException {
        commits = List.of();
        queried = Duration.ZERO;
        Instant askedAt = timeline.now();
        AtomicReference<Instant> loadedAt = new AtomicReference<>();
        if (lent.isPresent() && !askedAt.isBefore(lent.get().renewAt())) {
            disconnect();
        }
        Optional<Catalog> open = Optional.ofNullable(catalog);
        Optional<Lent> lentBefore = lent;
        Optional<TableLook.View> known = view;
        try {
            Answered answered = thread.run(() -> look(open, lentBefore, known, keys, loadedAt), late -> {
                if (open.isEmpty()) {
                    close(late.catalog());
                }
            });
            Instant answeredAt = timeline.now();
            catalog = answered.catalog();
            lent = answered.lent();
            view = Optional.of(answered.seen().view());
            commits = answered.seen().commits();
            return answered.seen().steps().stream()
                    .flatMap(step -> readings(askedAt, answeredAt, step).stream())
                    .toList();
        } catch (TimeoutException e) {
            disconnect();
            return List.of(new Reading.Gap(askedAt, timeline.now(), keys, Fault.TIMEOUT, late()));
        } catch (ExecutionException e) {
            Throwable failure = Objects.requireNonNull(e.getCause());
            if (!(failure instanceof NoSuchTableException || failure instanceof NoSuchNamespaceException)) {
                disconnect();
            }
            return List.of(gap(askedAt, keys, failure));
        } catch (InterruptedException e) {
            disconnect();
            throw e;
        } finally {
            Instant loaded = loadedAt.get();
            queried = loaded == null ? Duration.ZERO : Duration.between(loaded, timeline.now());
        }
    }

    /** The files that were read once the table was loaded, manifests included. */
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
            Optional<Catalog> open,
            Optional<Lent> lentBefore,
            Optional<TableLook.View> known,
            Set<StockKey> keys,
            AtomicReference<Instant> loadedAt)
            throws IOException {
        Catalog connected = open.orElseGet(this::connect);
        try {
            Table table = connected.loadTable(settings.identifier());
            loadedAt.set(timeline.now());
            Optional<Lent> lentNow = Lent.with(table, timeline.now(), lentBefore);
            return new Answered(connected, lentNow, new TableLook(settings, table).at(keys, known));
        } catch (RuntimeException | IOException | Error e) {
            if (open.isEmpty()) {
                close(connected);
            }
            throw e;
        }
    }

    private Catalog connect() {
        Map<String, String> properties = settings.catalogProperties();
        Artifacts.missing(properties).ifPresent(cure -> {
            throw new IllegalArgumentException(cure);
        });
        return CatalogUtil.buildIcebergCatalog(settings.catalogName(), properties, null);
    }

    private String late() {
        return settings.address() + " was not read within " + settings.timeout().toMillis()
                + " ms; is the catalog or the storage overloaded, or is timeout too short?";
    }

    private Reading.Gap gap(Instant askedAt, Set<StockKey> keys, Throwable failure) {
        Fault fault;
        String reason;
        if (failure instanceof NoSuchTableException || failure instanceof NoSuchNamespaceException) {
            fault = Fault.NOT_FOUND;
            reason = "there is no " + settings.address() + "; is table right, and has it been created?";
        } else if (failure instanceof NotAuthorizedException || failure instanceof ForbiddenException) {
            fault = Fault.DENIED;
            reason = "cannot read " + settings.address() + ": access is refused; are the catalog's credentials right?";
        } else if (isRefusedByStorage(failure)) {
            fault = Fault.DENIED;
            reason = "cannot read the files of " + settings.address()
                    + ": access is refused; are the storage's credentials right, or have those expired that the"
                    + " catalog lent?";
        } else if (isGoneFromStorage(failure)) {
            fault = Fault.NOT_FOUND;
            reason = "cannot read " + settings.address()
                    + ": a file that the table names is gone from the storage; was it removed by hand or by a clean-up of"
                    + " orphans, or does the storage's endpoint lead elsewhere?";
        } else if (failure instanceof NoClassDefFoundError) {
            fault = Fault.NOT_FOUND;
            reason = settings.address() + ": " + Artifacts.cure(Reasons.of(failure));
        } else if (failure instanceof IllegalArgumentException) {
            fault = Fault.NOT_FOUND;
            reason = settings.address() + ": " + told(failure);
        } else {
            log.debug("cannot read {}", settings.address(), failure);
            fault = fault(failure);
            reason = fault == Fault.TIMEOUT
                    ? late()
                    : "cannot read " + settings.address() + ": " + told(failure)
                            + "; is the catalog up, and are uri, warehouse and io-impl right?";
        }
        return new Reading.Gap(askedAt, timeline.now(), keys, fault, reason);
    }

    /** Drivers and clients like to repeat where they were sent, with what is secret in it. */
    private String told(Throwable failure) {
        return Addresses.shown(Reasons.of(failure));
    }

    private static boolean isRefusedByStorage(Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof ForbiddenException
                        || status(cause) == UNAUTHORIZED
                        || status(cause) == FORBIDDEN);
    }

    private static boolean isGoneFromStorage(Throwable failure) {
        return causes(failure).anyMatch(cause -> cause instanceof NotFoundException || status(cause) == NOT_FOUND);
    }

    private static int status(Throwable cause) {
        return StorageStatus.of(cause).orElse(0);
    }

    private static Fault fault(Throwable failure) {
        if (causes(failure).anyMatch(SocketTimeoutException.class::isInstance)) {
            return Fault.TIMEOUT;
        }
        if (failure instanceof ServiceUnavailableException) {
            return Fault.OVERLOADED;
        }
        return failure instanceof ServiceFailureException ? Fault.FAILED : Fault.UNREACHABLE;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES);
    }

    private List<Reading> readings(Instant askedAt, Instant answeredAt, TableLook.Step step) {
        Answer answer = new Answer();
        step.holdings().forEach((key, holding) -> {
            if (holding instanceof Holding.Counted counted) {
                answer.count(key, counted.units());
            } else if (holding instanceof Holding.Summed summed) {
                answer.count(key, summed.units());
            } else if (holding instanceof Holding.Faulty faulty) {
                answer.bad(key, faulty.fault(), settings.address() + ": " + faulty.reason());
            } else {
                answer.absent(key);
            }
        });
        return answer.readings(askedAt, answeredAt, step.cycle());
    }

    /** The next look connects anew, with new credentials; what is known of the table stays known. */
    private void disconnect() {
        Catalog open = catalog;
        catalog = null;
        lent = Optional.empty();
        if (open != null) {
            thread.aside(() -> close(open));
        }
    }

    private void close(Catalog open) {
        if (open instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException | RuntimeException e) {
                log.debug("the catalog of {} did not close cleanly", settings.address(), e);
            }
        }
    }

    @Override
    public void close() {
        Catalog open = catalog;
        catalog = null;
        if (open != null) {
            close(open);
        }
        thread.close();
    }
}
