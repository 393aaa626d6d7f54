package rung.reporter.web;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import rung.core.log.FactReader;
import rung.core.log.LogReader;
import rung.core.measure.TimeWindow;
import rung.core.time.SystemTimeline;
import rung.reporter.Ladders;
import rung.reporter.board.Judge;
import rung.reporter.board.Watch;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.MonthLog;

/**
 * What the dashboard costs: {@code DashboardCost [PIPELINES]} writes a log of thirty days and serves it, and
 * {@code DashboardCost PIPELINES FILE} keeps the log, or takes one kept; it prints the first
 * board, the pages and what they weigh as a browser asks for them, and what 200 listeners take of a core.
 */
final class DashboardCost {
    private static final int ROUNDS = 50;
    private static final int LISTENERS = 200;
    private static final long LISTENING_SECONDS = 20;
    private static final Pattern ASSET = Pattern.compile("\"(/assets/[^\"]+)\"");

    private record Month() implements Judge {
        @Override
        public TimeWindow period(FactReader facts) {
            return MonthLog.MONTH;
        }

        @Override
        public FreshnessReport report(FactReader facts, TimeWindow period, IntConsumer judged) {
            return FreshnessReport.of(facts, Ladders.RETAIL, MonthLog.evenings(), period, facts.until());
        }
    }

    private DashboardCost() {}

    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        if (args.length == 2 && args[0].equals("--listen")) {
            listen(args[1]);
            return;
        }
        int pipelines = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        if (args.length == 2) {
            Path kept = Path.of(args[1]);
            if (!Files.exists(kept)) {
                new MonthLog(pipelines).write(kept);
            }
            measure(pipelines, kept);
            return;
        }
        Path folder = Files.createTempDirectory("dashboard-cost");
        try {
            Path file = folder.resolve("facts.db");
            new MonthLog(pipelines).write(file);
            measure(pipelines, file);
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void measure(int pipelines, Path file) throws IOException, InterruptedException {
        SystemTimeline timeline = SystemTimeline.start();
        long begun = System.nanoTime();
        try (Watch watch = Watch.start(timeline, () -> LogReader.newest(file), Ladders.RETAIL, new Month());
                Dashboard dashboard = Dashboard.start(watch, new Dashboard.Address("127.0.0.1", 0), 1)) {
            System.out.printf(
                    "%d pipelines of two stages, a sale each 10 s for 30 days; first board after %.1f s%n%n",
                    pipelines, (System.nanoTime() - begun) / 1e9);
            String base = "http://127.0.0.1:" + dashboard.port();
            System.out.println(
                    "| page | first, ms | median, ms | slowest of the last half, ms | bytes sent | with assets |");
            System.out.println("|---|---|---|---|---|---|");
            for (String path : List.of("/", "/?span=30d", "/p/pipeline-1", "/api/v1/report")) {
                page(base, path);
            }
            listeners(base);
        }
    }

    private static void page(String base, String path) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        long[] nanos = new long[ROUNDS];
        HttpResponse<byte[]> answer = null;
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            answer = compressed(client, base + path);
            nanos[round] = System.nanoTime() - begun;
        }
        long first = nanos[0];
        long[] last = Arrays.copyOfRange(nanos, ROUNDS / 2, ROUNDS);
        Arrays.sort(last);
        long page = answer == null ? 0 : answer.body().length;
        String text = client.send(
                        HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofString())
                .body();
        long assets = 0;
        Matcher matcher = ASSET.matcher(text);
        while (matcher.find()) {
            assets += compressed(client, base + matcher.group(1)).body().length;
        }
        System.out.printf(
                "| %s | %.0f | %.0f | %.0f | %,d | %,d |%n",
                path, first / 1e6, last[last.length / 2] / 1e6, last[last.length - 1] / 1e6, page, page + assets);
    }

    private static HttpResponse<byte[]> compressed(HttpClient client, String url)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Accept-Encoding", "gzip")
                        .build(),
                BodyHandlers.ofByteArray());
    }

    /** The readers of the streams are another process, so that the figure is the server's alone. */
    private static void listeners(String base) throws IOException, InterruptedException {
        double idle = cores();
        Process readers = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DashboardCost.class.getName(),
                        "--listen",
                        base)
                .inheritIO()
                .start();
        try {
            cores();
            double busy = cores();
            System.out.printf(
                    "%nwithout listeners %.1f %% of a core, with %d %.1f %%%n", idle * 100, LISTENERS, busy * 100);
        } finally {
            readers.destroy();
        }
    }

    private static void listen(String base) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        List<InputStream> streams = new ArrayList<>();
        for (int i = 0; i < LISTENERS; i++) {
            InputStream stream = client.send(
                            HttpRequest.newBuilder(URI.create(base + "/api/v1/stream"))
                                    .header("Accept", "text/event-stream")
                                    .build(),
                            BodyHandlers.ofInputStream())
                    .body();
            streams.add(stream);
            Thread reader = new Thread(() -> {
                try {
                    stream.transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // the end of the measurement
                }
            });
            reader.setDaemon(true);
            reader.start();
        }
        Thread.sleep(10 * LISTENING_SECONDS * 1000);
        for (InputStream stream : streams) {
            stream.close();
        }
    }

    /** How much of a core the process takes for a while. */
    private static double cores() throws InterruptedException {
        long cpu = cpuNanos();
        long begun = System.nanoTime();
        Thread.sleep(LISTENING_SECONDS * 1000);
        return (double) (cpuNanos() - cpu) / (System.nanoTime() - begun);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
