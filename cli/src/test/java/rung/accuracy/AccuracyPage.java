package rung.accuracy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The page that shows what the proofs found, failing figures included, and how fast the core is.
 *
 * @param scale how often experiments were repeated
 * @param chapters that were run
 * @param tables by chapter; one that is absent could not be run to its end
 */
record AccuracyPage(Scale scale, List<Chapter> chapters, Map<Chapter, Table> tables) {
    /** The command that writes the page of the repository. */
    static final String COMMAND = "mvn -Paccuracy,speed verify";

    private static final String NAME = "ACCURACY.md";
    private static final boolean SPEED_MEASURED = "measured".equals(System.getProperty("rung.speed"));

    /**
     * Writes the page of the repository after a full run of all proofs beside which speed was measured, and one under
     * {@code target} after any other.
     */
    void write() throws IOException {
        Path root = root();
        Path folder = isWhole() ? root.resolve("src") : Files.createDirectories(root.resolve("cli/target"));
        Files.writeString(folder.resolve(NAME), text(root));
    }

    private boolean isWhole() {
        return scale == Scale.FULL && chapters.equals(Chapter.ALL) && SPEED_MEASURED;
    }

    private String text(Path root) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("# How accurate Rung is\n\n")
                .append("Written by `")
                .append(isWhole() ? COMMAND : scale.command())
                .append("` on ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append(", never by hand. Each table is an experiment whose truth is known: the retailer is simulated,"
                        + " or frozen on purpose, and what measures it is the code that ships. A figure outside its"
                        + " band fails the build. Lines marked \"contrast\" show what a common but wrong method says of"
                        + " the same data. Where fewer runs are made than the band is meant for, the band is wider by"
                        + " three standard errors.\n\n");
        text.append("| proof | figures | |\n|---|---:|---|\n");
        for (Chapter chapter : chapters) {
            text.append("| ")
                    .append(chapter.heading())
                    .append(" | ")
                    .append(figures(chapter))
                    .append(" | ")
                    .append(outcome(chapter))
                    .append(" |\n");
        }
        text.append("\nProof 16, the knee of a load search, waits for the rehearsal, which is not built yet.\n");
        tables.forEach((chapter, table) ->
                text.append("\n## ").append(chapter.heading()).append("\n\n").append(table.markdown()));
        return text.append(speed(root)).toString();
    }

    private int figures(Chapter chapter) {
        Table table = tables.get(chapter);
        return table == null ? 0 : table.lines().size();
    }

    private String outcome(Chapter chapter) {
        Table table = tables.get(chapter);
        if (table == null) {
            return "**did not end**";
        }
        int failing = table.failing().size();
        return failing == 0 ? "holds" : "**" + failing + " outside**";
    }

    /** What the benchmarks of the modules wrote in this same run. Time on a wall clock fails no build. */
    private static String speed(Path root) throws IOException {
        if (!SPEED_MEASURED) {
            return "\n## Speed\n\nNot measured in this run; `" + COMMAND + "` does.\n";
        }
        return "\n## Speed\n\nMeasured in the same run, with Java "
                + Runtime.version().feature() + " on "
                + Runtime.getRuntime().availableProcessors()
                + " cores; it fails no build, for other machines are other figures. That 1,000,000 outstanding sales take"
                + " less than 256 MiB is a test of every build.\n\n### A look, and the log\n\n"
                + Files.readString(root.resolve("src/target/speed.md"))
                + "\n### Injections tracked and settled, 1,000,000 outstanding, one core\n\n"
                + Files.readString(root.resolve("probe/target/speed.md"))
                + "\n### A report over 30 days of 100 pipelines\n\n"
                + Files.readString(root.resolve("reporter/target/speed.md"));
    }

    static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("tiers.yaml")))
                .findFirst()
                .orElseThrow();
    }
}
