package rung.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import rung.core.evidence.Quantile;
import rung.core.ladder.Ladder;
import rung.core.ladder.LadderFile;
import rung.core.log.FactQueue;
import rung.core.log.LogReader;
import rung.core.log.MeasurementLog;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.measure.TimeWindow;
import rung.core.time.SystemTimeline;
import rung.probe.canary.Canary;
import rung.probe.canary.CannotInject;
import rung.probe.canary.CannotObserve;
import rung.probe.canary.Lane;
import rung.probe.source.ReservedKeys;
import rung.probe.source.kafka.KafkaSettings;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.Looks;
import rung.reporter.report.WindowReport;
import rung.testbed.Broker;

/**
 * METHOD I.20: a real broker, a sink in a process of its own that commits each 2 s and is stopped for 6 of 30 s, and Rung
 * beside Kafka's own tools and {@code hey}, all at once. Takes most of a minute of wall-clock time.
 */
public final class FreezeRun {
    /** How long sales are measured. */
    public static final Duration SPAN = Duration.ofSeconds(30);

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration FROZEN = Duration.ofSeconds(10);
    private static final Duration THAWED = Duration.ofSeconds(16);
    private static final Duration PREPARATION = Duration.ofSeconds(4);

    /** Producers connect and code is compiled before the span begins. */
    private static final Duration WARM_UP = Duration.ofSeconds(6);

    /** Longer than a tenth of the span, the age from which quantiles take a slot. */
    private static final Duration AFTER = Duration.ofSeconds(4);

    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration SLOT = Duration.ofMillis(5);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STORES = 12;
    private static final int SKUS = 1000;
    private static final int RATE = 200;

    /** At about a millisecond each they last longer than the freeze. */
    private static final int ONE_BY_ONE = 12_000;

    private static final int WORKERS = 2;
    private static final int REQUESTS = 20;
    private static final String PIPELINE = "sales";
    private static final String TOPIC = "pos";
    private static final String VALUE = "{\"store\":\"{store}\",\"sku\":\"{sku}\",\"delta\":{delta}}";
    private static final Ladder LADDER = LadderFile.standard();

    /** The commits of a sink that is stopped for exactly 6 s. */
    private static final Commits IDEAL =
            Commits.every(INTERVAL, Duration.ZERO, SPAN.plus(AFTER)).stalled(FROZEN, THAWED);

    private final long seed;

    /** @param seed of schedule and keys */
    public FreezeRun(long seed) {
        this.seed = seed;
    }

    /**
     * What one run found.
     *
     * @param rung what Rung reports of the span
     * @param sink the commits that the sink says it made, counted from the beginning of the span
     * @param peers what the other tools said
     */
    public record Result(WindowReport rung, Commits sink, List<Said> peers) {
        public Result {
            peers = List.copyOf(peers);
        }

        /** The quantile of a sink that is stopped for exactly 6 s, in seconds. */
        public static double closedForm(double quantile) {
            return seconds(IDEAL.quantile(quantile, Duration.ZERO, SPAN));
        }

        /** The quantile that follows from the sink's own commits, in seconds. */
        public double truth(double quantile) {
            return seconds(sink.quantile(quantile, Duration.ZERO, SPAN));
        }

        /** What Rung says of a quantile. */
        public Quantile quantile(double quantile) {
            return rung.evidence().quantiles().stream()
                    .filter(one -> one.quantile() == quantile)
                    .findFirst()
                    .orElseThrow();
        }

        private static double seconds(Duration duration) {
            return duration.toNanos() / 1e9;
        }
    }

    /** Runs it once, in a folder that is gone afterwards; no process stays behind. */
    public Result once() throws IOException, InterruptedException, CannotInject, CannotObserve {
        Path folder = Files.createTempDirectory("rung-freeze");
        try (Broker broker = Broker.start(folder.resolve("broker"))) {
            createTopics(broker.bootstrap());
            Path table = folder.resolve("table.txt");
            try (SinkProcess sink = SinkProcess.start(broker.bootstrap(), TOPIC, table, INTERVAL)) {
                return beside(broker.bootstrap(), sink, table, folder.resolve("rung.log"));
            }
        } finally {
            delete(folder);
        }
    }

    private Result beside(String bootstrap, SinkProcess sink, Path table, Path file)
            throws IOException, InterruptedException, CannotInject, CannotObserve {
        SystemTimeline timeline = SystemTimeline.start();
        Instant now = timeline.now();
        long nanos = System.nanoTime();
        Instant first = now.plus(PREPARATION);
        Instant from = first.plus(WARM_UP);
        PipelineSetup setup = new PipelineSetup(
                PIPELINE,
                new Promise(4, "table", List.of()),
                first,
                SLOT,
                List.of(StageSetup.polled("table", POLL, Duration.ZERO)));
        RunSetup run = new RunSetup("freeze", now, ZoneOffset.UTC, seed, "accuracy", List.of(setup));
        Lane lane = new Lane(
                setup,
                KafkaSettings.of(bootstrap, TOPIC, VALUE).open(timeline, keys()),
                List.of(new TableFile(timeline, table)));
        ExecutorService others = Executors.newCachedThreadPool();
        List<Future<Said>> said;
        try (FactQueue log = FactQueue.start(MeasurementLog.begin(file, run))) {
            Canary canary = Canary.live(
                    timeline,
                    run,
                    List.of(lane),
                    LADDER.edges(),
                    pipeline -> Looks.lossHorizon(LADDER, pipeline.promise()),
                    log,
                    log::flush);
            canary.prepare();
            sink.run(nanos + PREPARATION.toNanos(), number(FROZEN), WARM_UP.plus(THAWED));
            said = start(others, timeline, from, bootstrap, sink.port());
            Instant until = from.plus(SPAN).plus(AFTER);
            canary.run(until, until.plus(DRAIN));
        } catch (IOException | InterruptedException | CannotInject | CannotObserve | RuntimeException e) {
            others.shutdownNow();
            throw e;
        }
        try {
            return new Result(report(file, from), sinceSpan(sink.commits()), collected(said));
        } finally {
            others.shutdownNow();
        }
    }

    /** Of the commit {@code moment} after the beginning of the span. */
    private static int number(Duration moment) {
        return Math.toIntExact(WARM_UP.plus(moment).dividedBy(INTERVAL));
    }

    private static Commits sinceSpan(Commits commits) {
        return new Commits(commits.commits().stream()
                .map(commit -> new Commits.Commit(
                        commit.cut().minus(WARM_UP), commit.visible().minus(WARM_UP)))
                .toList());
    }

    private static WindowReport report(Path file, Instant from) throws IOException {
        try (LogReader facts = LogReader.newest(file)) {
            TimeWindow span = new TimeWindow("span", from, from.plus(SPAN));
            TimeWindow period = new TimeWindow("run", facts.run().startedAt(), facts.until());
            FreshnessReport report = FreshnessReport.of(facts, LADDER, List.of(span), period, facts.until());
            return report.pipelines().get(0).stages().get(0).windows().get(0);
        }
    }

    private static List<Future<Said>> start(
            ExecutorService others, SystemTimeline timeline, Instant from, String bootstrap, int port) {
        String produced = "kafka-producer-perf-test, " + RATE + "/s";
        String looped = "kafka-e2e-latency";
        String asked = "hey, " + WORKERS + " workers, " + REQUESTS + "/s each";
        Duration ahead = Duration.ofSeconds(2);
        List<Callable<Said>> peers = List.of(
                () -> {
                    timeline.sleepUntil(from.minus(ahead));
                    return Said.byProducerPerformance(
                            produced,
                            printed(Child.java(
                                    "org.apache.kafka.tools.ProducerPerformance",
                                    "--bootstrap-server",
                                    bootstrap,
                                    "--topic",
                                    "perf",
                                    "--num-records",
                                    Long.toString(RATE * SPAN.plus(ahead).toSeconds()),
                                    "--record-size",
                                    "100",
                                    "--throughput",
                                    Integer.toString(RATE))));
                },
                () -> {
                    timeline.sleepUntil(from.plus(FROZEN).minus(ahead));
                    return Said.byEndToEndLatency(
                            looped,
                            printed(Child.java(
                                    "org.apache.kafka.tools.EndToEndLatency",
                                    "--bootstrap-server",
                                    bootstrap,
                                    "--topic",
                                    "e2e",
                                    "--num-records",
                                    Integer.toString(ONE_BY_ONE),
                                    "--producer-acks",
                                    "all",
                                    "--record-size",
                                    "100")));
                },
                () -> {
                    timeline.sleepUntil(from);
                    return hey().isEmpty()
                            ? Said.nothing(asked, "", "hey is not installed: apt-get install hey")
                            : Said.byHey(
                                    asked,
                                    printed(List.of(
                                            hey().get().toString(),
                                            "-z",
                                            SPAN.toSeconds() + "s",
                                            "-c",
                                            Integer.toString(WORKERS),
                                            "-q",
                                            Integer.toString(REQUESTS),
                                            "http://127.0.0.1:" + port + "/")));
                });
        return peers.stream().map(others::submit).toList();
    }

    private static Optional<Path> hey() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder, "hey"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String printed(List<String> command) throws IOException, InterruptedException {
        try (Child child = Child.start(command)) {
            return child.printed(PATIENCE);
        }
    }

    private static List<Said> collected(List<Future<Said>> futures) throws IOException, InterruptedException {
        List<Said> said = new ArrayList<>();
        for (Future<Said> future : futures) {
            try {
                said.add(future.get());
            } catch (ExecutionException e) {
                throw new IOException("a tool could not be run: " + e.getMessage(), e);
            }
        }
        return said;
    }

    private static void createTopics(String bootstrap) throws IOException, InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            admin.createTopics(List.of(
                            new NewTopic(TOPIC, 3, (short) 1),
                            new NewTopic("perf", 1, (short) 1),
                            new NewTopic("e2e", 1, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("cannot create the topics: " + e.getMessage(), e);
        }
    }

    private static ReservedKeys keys() {
        return new ReservedKeys(
                IntStream.range(0, STORES)
                        .mapToObj(i -> Integer.toString(9901 + i))
                        .toList(),
                IntStream.range(0, SKUS).mapToObj("RUNG-%04d"::formatted).toList());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
