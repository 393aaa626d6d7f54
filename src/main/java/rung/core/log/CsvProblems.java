package rung.core.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import rung.core.config.ConfigException;
import rung.core.config.Problem;

/** What is wrong in a file of facts, collected until it is all known or there is too much of it. */
final class CsvProblems {
    /** Problems after which reading stops. */
    static final int MOST = 1_000;

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    CsvProblems(String file) {
        this.file = file;
    }

    /**
     * @param column in which it is; empty for the row itself
     * @throws ConfigException when there are too many
     */
    void add(String column, int line, String message) throws ConfigException {
        problems.add(new Problem(column, line, message));
        if (problems.size() == MOST) {
            throw exception(file + " (stopped after " + MOST + " problems)");
        }
    }

    int count() {
        return problems.size();
    }

    boolean areNone() {
        return problems.isEmpty();
    }

    /**
     * @throws ConfigException when there are any, with all of them in the order of the file
     */
    void verify() throws ConfigException {
        if (!problems.isEmpty()) {
            throw exception(file);
        }
    }

    private ConfigException exception(String name) {
        problems.sort(Comparator.comparingInt(Problem::line));
        return new ConfigException(name, problems);
    }
}
