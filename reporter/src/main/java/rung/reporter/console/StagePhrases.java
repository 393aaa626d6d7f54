package rung.reporter.console;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import rung.core.measure.CacheAge;
import rung.core.measure.Commit;
import rung.reporter.report.CommitReport;
import rung.reporter.report.StageReport;
import rung.reporter.report.Words;

/** What is said of one stage beside its staleness: what explains it, where the stage tells. */
final class StagePhrases {
    private static final int NAME_LIMIT = 24;
    private static final int MOST_NAMED = 3;

    private final Words words;

    StagePhrases(Words words) {
        this.words = words;
    }

    List<String> of(StageReport stage) {
        List<String> phrases = new ArrayList<>();
        stage.commits().flatMap(this::commits).ifPresent(phrases::add);
        stage.run()
                .caches()
                .map(CacheAge::largest)
                .map(age -> "answers of caches, up to " + words.duration(age) + " old")
                .ifPresent(phrases::add);
        return phrases.isEmpty() ? phrases : List.of(cut(stage.id()) + ": " + String.join("; ", phrases));
    }

    /** Nothing of a single commit: it was there before anybody looked, and says how often none comes. */
    private Optional<String> commits(CommitReport commits) {
        if (commits.read() < 2) {
            return Optional.empty();
        }
        List<String> phrases = new ArrayList<>();
        phrases.add((commits.hasOlder() ? "of the newest " + words.count(commits.read()) + ", " : "")
                + words.count(commits.dataCommits())
                + (commits.dataCommits() == 1 ? " commit" : " commits")
                + writers(commits));
        commits.medianWait().ifPresent(wait -> {
            String median = words.duration(wait);
            String longest = words.duration(commits.longestWait().orElse(wait));
            phrases.add("every " + median + (longest.equals(median) ? "" : " (longest " + longest + ")"));
        });
        commits.operations().forEach((operation, count) -> {
            if (!Commit.changesData(operation)) {
                phrases.add(words.count(count) + " " + operation.toLowerCase(Locale.ROOT));
            }
        });
        return Optional.of(String.join(", ", phrases));
    }

    private String writers(CommitReport commits) {
        Set<String> engines = new LinkedHashSet<>();
        commits.writers().stream()
                .map(CommitReport.Writer::engine)
                .filter(engine -> !engine.isEmpty())
                .forEach(engine -> engines.add(cut(engine)));
        if (engines.size() > MOST_NAMED) {
            return " by " + words.count(engines.size()) + " engines";
        }
        return engines.isEmpty() ? "" : " by " + String.join(" and ", engines);
    }

    private static String cut(String name) {
        return Columns.cut(name, NAME_LIMIT);
    }
}
