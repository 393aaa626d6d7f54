package rung.reporter.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import rung.core.log.LogReader;
import rung.core.measure.TimeWindow;
import rung.reporter.Ladders;

/**
 * What a report on a month costs: {@code MonthReportCost [PIPELINES]} writes a log, and makes each report in a process of
 * its own, so that nothing is warm but the disk. {@code MonthReportCost PIPELINES FILE} keeps the log, or takes one kept.
 */
final class MonthReportCost {
    private static final TimeWindow HOUR =
            new TimeWindow("hour", MonthLog.END.minus(Duration.ofHours(1)), MonthLog.END);

    private record Report(String title, TimeWindow period, List<TimeWindow> declared) {}

    private static final List<Report> REPORTS = List.of(
            new Report("30 days and 30 evenings", MonthLog.MONTH, MonthLog.evenings()),
            new Report("30 days", MonthLog.MONTH, List.of()),
            new Report("the last hour", HOUR, List.of()));

    private MonthReportCost() {}

    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        if (args.length == 3) {
            System.out.println(time(Path.of(args[1]), REPORTS.get(Integer.parseInt(args[2]))));
            return;
        }
        int pipelines = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        if (args.length == 2) {
            measure(pipelines, Path.of(args[1]));
            return;
        }
        Path folder = Files.createTempDirectory("month-report-cost");
        try {
            measure(pipelines, folder.resolve("facts.db"));
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void measure(int pipelines, Path file) throws IOException, SQLException, InterruptedException {
        if (!Files.exists(file)) {
            long begun = System.nanoTime();
            new MonthLog(pipelines).write(file);
            System.out.printf(
                    "%d pipelines of two stages, a sale each 10 s for 30 days: %,d MB, written in %.0f s%n%n",
                    pipelines, Files.size(file) / 1_000_000, (System.nanoTime() - begun) / 1e9);
        }
        System.out.println("| report | slots | process, s | report alone, s |\n|---|---|---|---|");
        for (int report = 0; report < REPORTS.size(); report++) {
            long begun = System.nanoTime();
            String told = ownProcess(pipelines, file, report);
            double seconds = (System.nanoTime() - begun) / 1e9;
            String[] parts = told.strip().split(" ", -1);
            System.out.printf(
                    "| %s | %,d | %.1f | %s |%n",
                    REPORTS.get(report).title(), Long.valueOf(parts[0]), seconds, parts[1]);
        }
    }

    private static String ownProcess(int pipelines, Path file, int report) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                MonthReportCost.class.getName(),
                Integer.toString(pipelines),
                file.toString(),
                Integer.toString(report)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the report's process ended with " + process.exitValue());
        }
        return told;
    }

    /** The slots that the report is about, at one stage of each pipeline, and the seconds that it took. */
    private static String time(Path file, Report report) throws IOException {
        long begun = System.nanoTime();
        try (LogReader facts = LogReader.newest(file)) {
            FreshnessReport made =
                    FreshnessReport.of(facts, Ladders.RETAIL, report.declared(), report.period(), MonthLog.END);
            double seconds = (System.nanoTime() - begun) / 1e9;
            long slots = 0;
            for (PipelineReport pipeline : made.pipelines()) {
                slots += slots(pipeline.promised().run());
                pipeline.promised().windows().forEach(MonthReportCost::slots);
            }
            return slots + " " + String.format(Locale.ROOT, "%.2f", seconds);
        }
    }

    /** Slots that a report does not find are unmeasured: none is. */
    private static long slots(WindowReport window) {
        if (window.evidence().counts().unmeasured() > 0
                || !window.invalidBecause().isEmpty()) {
            throw new IllegalStateException(
                    window.window() + ": " + window.evidence().counts() + window.invalidBecause());
        }
        return window.evidence().counts().slots();
    }
}
