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
 * The page that shows what the proofs found, failing figures included.
 *
 * @param scale how often experiments were repeated
 * @param chapters that were run
 * @param tables by chapter; one that is absent could not be run to its end
 */
record AccuracyPage(Scale scale, List<Chapter> chapters, Map<Chapter, Table> tables) {
    private static final String NAME = "ACCURACY.md";

    /** Writes the page of the repository after a full run of all proofs, and one under {@code target} after any other. */
    void write() throws IOException {
        Path root = root();
        boolean isWhole = scale == Scale.FULL && chapters.equals(Chapter.ALL);
        Path folder = isWhole ? root.resolve("src") : Files.createDirectories(root.resolve("cli/target"));
        Files.writeString(folder.resolve(NAME), text());
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        text.append("# How accurate Rung is\n\n")
                .append("Written by `")
                .append(scale.command())
                .append("` on ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append(", never by hand. Each table is an experiment whose truth is known: the retailer is simulated,"
                        + " or frozen on purpose, and what measures it is the code that ships. A figure outside its"
                        + " band fails the build. Lines marked \"contrast\" show what a common but wrong method says of"
                        + " the same data.\n\n");
        text.append("| proof | figures | |\n|---|---:|---|\n");
        for (Chapter chapter : chapters) {
            Table table = tables.get(chapter);
            text.append("| ")
                    .append(chapter.heading())
                    .append(" | ")
                    .append(table == null ? 0 : table.lines().size())
                    .append(" | ")
                    .append(
                            table == null
                                    ? "**did not end**"
                                    : table.failing().isEmpty()
                                            ? "holds"
                                            : "**" + table.failing().size() + " outside**")
                    .append(" |\n");
        }
        tables.forEach((chapter, table) ->
                text.append("\n## ").append(chapter.heading()).append("\n\n").append(table.markdown()));
        return text.toString();
    }

    static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("tiers.yaml")))
                .findFirst()
                .orElseThrow();
    }
}
