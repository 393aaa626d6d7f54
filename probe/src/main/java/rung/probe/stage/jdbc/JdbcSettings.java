package rung.probe.stage.jdbc;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rung.core.config.Section;
import rung.core.time.Timeline;
import rung.probe.sql.JdbcUrl;
import rung.probe.sql.NamedSql;
import rung.probe.stage.Stage;
import rung.probe.stage.StageSettings;
import rung.probe.stage.StageTraits;

/**
 * Counts that a query answers, in whatever database or engine there is a JDBC driver for.
 *
 * @param url as the driver wants it; may hold secrets, which no message repeats
 * @param properties of the driver, such as {@code user} and {@code password}
 * @param sql a query that names {@code :store} and {@code :sku} and returns the count; or {@code :store} alone and
 *     returns SKUs with counts; or neither and returns stores, SKUs and counts. Its columns stand in that order
 * @param cycle where the commit is told with which the counts came
 * @param timeout of connecting, and of each query
 * @param budget keys that one look asks for at most
 * @param commitLog whether a look shows all of a write or nothing: false for files that are added one by one
 */
public record JdbcSettings(
        String url,
        Map<String, String> properties,
        NamedSql sql,
        CycleFrom cycle,
        Duration timeout,
        int budget,
        boolean commitLog)
        implements StageSettings {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    public static final int DEFAULT_BUDGET = 100;
    public static final int LARGEST_BUDGET = 1_000_000;

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
    private static final List<String> PARAMETERS = List.of("store", "sku");
    private static final Set<String> READING = Set.of("select", "with", "values", "table", "from", "show", "describe");
    private static final Set<String> WRITING =
            Set.of("insert", "update", "delete", "merge", "into", "truncate", "drop", "alter", "create");

    public JdbcSettings {
        properties = Map.copyOf(properties);
        if (!JdbcUrl.isOne(url)) {
            throw new IllegalArgumentException("url does not begin with jdbc: and the name of a driver; write it like"
                    + " jdbc:postgresql://127.0.0.1:5432/inventory");
        }
        requireReading("sql", sql);
        if (sql.names().contains("sku") && !sql.names().contains("store")) {
            throw new IllegalArgumentException("sql names :sku but not :store; all stores would read the same count");
        }
        cycle.query().ifPresent(query -> requireReading("cycle-sql", query));
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout is " + timeout + "; write 1ms to 10m");
        }
        if (budget < 1 || budget > LARGEST_BUDGET) {
            throw new IllegalArgumentException("budget is " + budget + "; write 1 to " + LARGEST_BUDGET);
        }
    }

    /** A query with the defaults. */
    public static JdbcSettings of(String url, Map<String, String> properties, String sql) {
        NamedSql query = NamedSql.of("sql", sql, PARAMETERS);
        return new JdbcSettings(url, properties, query, CycleFrom.nowhere(), DEFAULT_TIMEOUT, defaultBudget(sql), true);
    }

    /**
     * Reads the settings of a configuration.
     *
     * @throws IllegalArgumentException with cause and cure, when they cannot work
     */
    public static JdbcSettings read(Section section) {
        Map<String, Boolean> logs = new LinkedHashMap<>();
        logs.put("kept", true);
        logs.put("none", false);
        Optional<String> column = section.textIfPresent("cycle");
        Optional<String> query = section.textIfPresent("cycle-sql");
        if (column.isPresent() && query.isPresent()) {
            section.problem("cycle-sql", "stands beside cycle; the commit is told by a column or by a query");
        }
        String url = section.text("url");
        Map<String, String> properties = section.properties("properties");
        String sql = section.text("sql");
        Duration timeout = section.duration("timeout", DEFAULT_TIMEOUT);
        int budget = section.integer("budget", 1, LARGEST_BUDGET, defaultBudget(sql));
        boolean commitLog = section.choice("commit-log", logs, true);
        if (!section.sound()) {
            throw new IllegalArgumentException("the settings are not sound");
        }
        CycleFrom cycle = new CycleFrom(column, query.map(text -> NamedSql.of("cycle-sql", text, List.of())));
        return new JdbcSettings(
                url, properties, NamedSql.of("sql", sql, PARAMETERS), cycle, timeout, budget, commitLog);
    }

    /** A query that answers for a whole store costs the same, however many of its SKUs are waited for. */
    private static int defaultBudget(String sql) {
        return sql.contains(":sku") ? DEFAULT_BUDGET : LARGEST_BUDGET;
    }

    /** Not every database keeps to it that a connection is read-only; and what changes stock must not be measured by it. */
    private static void requireReading(String key, NamedSql sql) {
        String verb = sql.words().stream().findFirst().orElse("");
        if (!READING.contains(verb)) {
            throw new IllegalArgumentException(key + " begins with \"" + verb
                    + "\", but a stage only reads; write a query that begins with select");
        }
        sql.words().stream().filter(WRITING::contains).findFirst().ifPresent(word -> {
            throw new IllegalArgumentException(key + " has the word " + word
                    + " in it, but a stage only reads; leave it out, or put it in quotes where it is a name");
        });
    }

    @Override
    public StageTraits traits() {
        String queries = sql.names().contains("sku")
                ? "a query for each key that is waited for, at most " + budget + " a look"
                : sql.names().contains("store")
                        ? "a query for each store of the keys that are waited for"
                        : "one query for all keys";
        StageTraits traits = new StageTraits(
                queries + (cycle.query().isPresent() ? ", and cycle-sql before and after" : ""),
                StageTraits.BETWEEN_LOOKS,
                cycle.described());
        return commitLog ? traits : traits.withCaveat(StageTraits.NO_COMMIT_LOG);
    }

    @Override
    public Stage open(Timeline timeline) {
        return new JdbcStage(timeline, this);
    }

    /** The database, without what may be secret in its URL. */
    String address() {
        return JdbcUrl.shown(url);
    }

    /** Leaves the properties' values out. */
    @Override
    public String toString() {
        return "JdbcSettings[url=" + address() + ", properties=" + properties.keySet() + ", sql=" + sql + "]";
    }
}
