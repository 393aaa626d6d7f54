package rung.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rung.core.log.FactsCsv;
import rung.core.log.LogReader;
import rung.core.measure.PipelineSetup;
import rung.core.measure.TimeWindow;

/** Writes the facts of a log for other programs. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the facts of a log as CSV, a row for each slot of each stage.",
            "",
            "Moments are ISO 8601 in UTC, to the nanosecond; what there is not is empty. The columns:%n",
            "  pipeline, stage    where the sale was looked for",
            "  intended           when the sale should have happened",
            "  missed_at          when the last read without it began",
            "  seen_at            when the first read with it had answered",
            "  cycle              the commit that brought it",
            "  handed_at          when it was sent, if later than intended",
            "  lane               where sales keep their order: the store",
            "  unmeasured         why nothing is known of the slot",
            "  slot_begin, slot_seconds        the slot of the sale",
            "  poll_seconds, settling_seconds  how the stage was read",
            "  known_until        up to when the facts are complete",
            "",
            "rung judge reads such a file and comes to the same verdict.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rung log export facts.db --csv > facts.csv",
            "  rung log export facts.db -o evening.csv --pipelines bopis,web \\",
            "    --from 2026-11-22T18:00:00+05:30 --to 2026-11-22T22:00:00+05:30"
        })
final class LogExportCommand implements Callable<Integer> {
    private static final int BUFFER = 1 << 16;

    private final Terminal terminal;

    @Mixin
    private LogArgument log = new LogArgument();

    /** Asked for or not, there is one form; scripts that name it go on working when there are two. */
    @Option(names = "--csv", description = "As CSV; there is no other form yet, so it may be left out.")
    void asCsv(boolean asked) {}

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write this file, whole or not at all (default: stdout).")
    private @Nullable Path output;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = InstantArgument.class,
            description = "Only slots that begin then or later (default: from the first).")
    private Instant from = Instant.MIN;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = InstantArgument.class,
            description = "Only slots that end then or earlier (default: to the last).")
    private Instant to = Instant.MAX;

    @Mixin
    private PipelinesOption pipelines = new PipelinesOption();

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not say on stderr how many rows were written.")
    private boolean quiet;

    LogExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, UserError {
        if (!from.isBefore(to)) {
            throw new UserError(
                    ExitCode.USAGE, "--from " + from + " is not before --to " + to + "; nothing lies between");
        }
        try (LogReader facts = log.open()) {
            List<PipelineSetup> chosen = pipelines.among(facts.run());
            TimeWindow window = new TimeWindow("export", from, to);
            long rows = output == null
                    ? FactsCsv.write(
                            facts, chosen, window, new BufferedOutputStream(new Checked(terminal.out()), BUFFER))
                    : write(facts, chosen, window, output);
            if (!quiet) {
                terminal.err()
                        .println(rows + (rows == 1 ? " row" : " rows") + " of run "
                                + facts.run().id() + (output == null ? "" : " in " + output));
            }
        } catch (ReaderGone e) {
            return ExitCode.OK;
        }
        return ExitCode.OK;
    }

    /** A file that is there is whole: what is written has another name until it is complete. */
    private static long write(LogReader facts, List<PipelineSetup> chosen, TimeWindow window, Path file)
            throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path name = file.getFileName();
        if (folder == null || name == null || Files.isDirectory(file)) {
            throw new IOException(file + " is a folder; name a file");
        }
        Path part = folder.resolve(name + ".part");
        try {
            long rows;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), BUFFER)) {
                rows = FactsCsv.write(facts, chosen, window, out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return rows;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Whoever read stdout has gone, as {@code head} does; nothing is wrong. */
    private static final class ReaderGone extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Standard output, which keeps its failures to itself unless it is asked. */
    private static final class Checked extends OutputStream {
        private final PrintStream out;

        private Checked(PrintStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            if (out.checkError()) {
                throw new ReaderGone();
            }
        }
    }
}
