package rung.reporter.paper;

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import rung.core.log.LogReader;
import rung.core.measure.TimeWindow;
import rung.reporter.Ladders;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.MonthLog;
import rung.reporter.report.ReportJson;

/**
 * What a tier report costs: {@code TierReportCost FOLDER} writes logs of one, three and 200 pipelines into the folder,
 * or takes those that are there, and makes each report in a process of its own with the options of the launcher, from the
 * start of the process until PDF, HTML and JSON are there; and a day's again in a process that is warm. A program.
 */
final class TierReportCost {
    private static final TimeWindow DAY = new TimeWindow("day", MonthLog.END.minus(Duration.ofDays(1)), MonthLog.END);
    private static final int WARM = 5;

    private record Task(String title, int pipelines, TimeWindow period, int rounds) {
        Path log(Path folder) {
            return folder.resolve("month-" + pipelines + ".db");
        }
    }

    private static final List<Task> TASKS = List.of(
            new Task("a day, 1 pipeline", 1, DAY, 1),
            new Task("a day, 3 pipelines", 3, DAY, 1),
            new Task("the same, warm", 3, DAY, WARM),
            new Task("30 days, 3 pipelines", 3, MonthLog.MONTH, 1),
            new Task("30 days, 200 pipelines", 200, MonthLog.MONTH, 1));

    private TierReportCost() {}

    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        Path folder = Path.of(args[0]);
        if (args.length == 2) {
            System.out.println(made(folder, TASKS.get(Integer.parseInt(args[1]))));
            return;
        }
        Files.createDirectories(folder);
        System.out.println(
                "| report | slots | s | of a processor, s | memory, MB | PDF, KB | pages | HTML, KB |\n|---|---|---|---|---|---|---|---|");
        for (int task = 0; task < TASKS.size(); task++) {
            Path log = TASKS.get(task).log(folder);
            if (!Files.exists(log)) {
                new MonthLog(TASKS.get(task).pipelines()).write(log);
            }
            System.out.println(ownProcess(folder, task));
        }
    }

    private static String ownProcess(Path folder, int task) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dslf4j.internal.verbosity=ERROR",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                TierReportCost.class.getName(),
                folder.toString(),
                Integer.toString(task)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the report's process ended with " + process.exitValue());
        }
        return told.strip();
    }

    private static String made(Path folder, Task task) throws IOException {
        long begun = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getUptime();
        long used = 0;
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        String html = "";
        FreshnessReport report = null;
        for (int round = 0; round < task.rounds(); round++) {
            begun = round == 0 ? begun : System.currentTimeMillis();
            used = round == 0 ? 0 : processor();
            pdf = new ByteArrayOutputStream();
            try (LogReader facts =
                    LogReader.newest(task.log(folder), Runtime.getRuntime().availableProcessors() - 1)) {
                report = FreshnessReport.of(facts, Ladders.RETAIL, List.of(), task.period(), MonthLog.END);
                ReportJson.write(report);
                Document document = Document.of(TierReport.of(facts, report, "rung"));
                PdfReport.write(document, Paper.A4, pdf);
                html = HtmlReport.write(document, Paper.A4);
            }
        }
        double seconds = (System.currentTimeMillis() - begun) / 1e3;
        double processor = (processor() - used) / 1e9;
        long slots = report == null
                ? 0
                : report.pipelines().stream()
                        .mapToLong(
                                one -> one.promised().run().evidence().counts().slots())
                        .sum();
        try (PDDocument document = Loader.loadPDF(pdf.toByteArray())) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %,d | %.1f | %.1f | %s | %,d | %d | %,d |",
                    task.title(),
                    slots,
                    seconds,
                    processor,
                    memory().map(kilobytes -> String.format(Locale.ROOT, "%,d", kilobytes / 1000))
                            .orElse("not known"),
                    pdf.size() / 1000,
                    document.getNumberOfPages(),
                    html.getBytes(StandardCharsets.UTF_8).length / 1000);
        }
    }

    private static long processor() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** The most that the process has held, in KB, where the system tells. */
    private static Optional<Long> memory() throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.exists(status)
                ? Optional.empty()
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .map(line -> Long.valueOf(line.replaceAll("[^0-9]", "")))
                        .findFirst();
    }
}
