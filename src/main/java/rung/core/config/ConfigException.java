package rung.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** A file of the user's is wrong. Its message is meant for the user and is printed without a stack trace. */
public final class ConfigException extends Exception {
    private static final int MOST_PRINTED = 50;

    private final transient List<Problem> problems;

    /**
     * @param file the file's name as the user knows it
     * @param problems all that is wrong in it, at least one
     */
    public ConfigException(String file, List<Problem> problems) {
        super(message(file, problems));
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong, in the order of the file. The message holds the first fifty of them. */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(String file, List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("problems is empty: a file without problems is not an error");
        }
        String counted = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        String listed = problems.stream()
                .limit(MOST_PRINTED)
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining());
        int more = problems.size() - MOST_PRINTED;
        return file + ": " + counted + listed + (more > 0 ? "\n  and " + more + " more" : "");
    }
}
