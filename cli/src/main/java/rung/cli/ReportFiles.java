package rung.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import rung.core.log.FactReader;
import rung.core.log.LogReader;
import rung.reporter.paper.Document;
import rung.reporter.paper.HtmlReport;
import rung.reporter.paper.Paper;
import rung.reporter.paper.PdfReport;
import rung.reporter.paper.TierReport;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.ReportJson;

/**
 * The files of a tier report.
 *
 * @param formats in which it is written
 * @param paper of its pages
 */
record ReportFiles(Set<Format> formats, Paper paper) {
    /** A form of the report; all have the same figures. */
    enum Format {
        PDF,
        HTML,
        JSON;

        String file() {
            return "report." + label();
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Everything, on A4. */
    static ReportFiles all() {
        return new ReportFiles(Set.of(Format.values()), Paper.A4);
    }

    /** Writes the report of the newest run in {@code log}, and returns what it wrote. */
    List<Path> write(Path log, FreshnessReport report, Path folder, Consumer<String> step) throws IOException {
        try (LogReader facts = LogReader.newest(log)) {
            return write(facts, report, folder, step);
        }
    }

    /**
     * Writes {@code report}, which is of {@code facts}, into {@code folder}, and returns what it wrote.
     *
     * @param step is told what is being done
     */
    List<Path> write(FactReader facts, FreshnessReport report, Path folder, Consumer<String> step) throws IOException {
        Files.createDirectories(folder);
        List<Path> written = new ArrayList<>();
        if (formats.contains(Format.JSON)) {
            written.add(write(folder, Format.JSON, ReportJson.write(report)));
        }
        if (formats.contains(Format.PDF) || formats.contains(Format.HTML)) {
            step.accept("reading what is drawn");
            Document document = Document.of(TierReport.of(facts, report, Version.full()));
            if (formats.contains(Format.PDF)) {
                step.accept("drawing the PDF");
                Path file = folder.resolve(Format.PDF.file());
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                    PdfReport.write(document, paper, out);
                }
                written.add(file);
            }
            if (formats.contains(Format.HTML)) {
                step.accept("writing the HTML");
                written.add(write(folder, Format.HTML, HtmlReport.write(document, paper)));
            }
        }
        return written;
    }

    private static Path write(Path folder, Format format, String text) throws IOException {
        return Files.writeString(folder.resolve(format.file()), text, StandardCharsets.UTF_8);
    }
}
