package rung.probe.stage.trino;

import io.trino.jdbc.TrinoDriver;
import java.net.URI;
import java.sql.DriverPropertyInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import rung.core.config.Secrets;
import rung.core.config.Section;
import rung.core.config.Suggestion;
import rung.core.time.Timeline;
import rung.probe.sql.NamedSql;
import rung.probe.stage.Stage;
import rung.probe.stage.StageSettings;
import rung.probe.stage.StageTraits;
import rung.probe.wire.Addresses;
import rung.probe.wire.SecretWords;

/**
 * A count as Trino's users read it: a column of a table or view, or what a statement of theirs selects.
 *
 * @param url {@code jdbc:trino://host:port/catalog/schema}; everything else is in {@code properties}
 * @param table what is read, or, beside {@code sql}, the table whose snapshots tell whether it can have changed
 * @param sql a statement with {@code :store} and {@code :sku} that selects the count; empty when the table's columns are read
 * @param pin whether a query names the snapshot that it reads, instead of reading as users do
 * @param queryEvery how many looks at most rely on the snapshot's id before one queries anyway; 1 queries at each look
 * @param timeout of one query, its time in Trino's queue included
 * @param scanLimit how much one query may read of files, such as {@code 1GB}
 * @param budget keys that one look asks for at most
 * @param properties of the driver, such as {@code user} and {@code password}; no message repeats their values
 */
public record TrinoSettings(
        String url,
        Optional<TrinoTable> table,
        Optional<NamedSql> sql,
        boolean pin,
        int queryEvery,
        Duration timeout,
        String scanLimit,
        int budget,
        Map<String, String> properties)
        implements StageSettings {
    public static final String DEFAULT_STORE_COLUMN = "store_id";
    public static final String DEFAULT_SKU_COLUMN = "sku_id";
    public static final String DEFAULT_COUNT_COLUMN = "quantity";
    public static final int DEFAULT_QUERY_EVERY = 10;

    /** With sql, which may read other tables beside the one whose head is known. */
    public static final int DEFAULT_SQL_QUERY_EVERY = 1;

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);
    public static final String DEFAULT_SCAN_LIMIT = "1GB";
    public static final int DEFAULT_TABLE_BUDGET = 5_000;
    public static final int DEFAULT_SQL_BUDGET = 100;

    private static final String OTHER_TABLES = "freshness not provable where sql reads other tables beside table: while"
            + " table's snapshot is the same, counts of earlier looks are told again; leave query-every out then";

    private static final int MOST_LOOKS = 1_000_000;
    private static final int LARGEST_BUDGET = 1_000_000;
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(30);
    private static final List<String> PARAMETERS = List.of("store", "sku");
    private static final String JDBC = "jdbc:";
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,9}(B|kB|MB|GB|TB|PB)");
    private static final String SESSION_PROPERTIES = "sessionProperties";

    public TrinoSettings {
        properties = Map.copyOf(properties);
        URI address = requireUrl(url);
        if (table.isEmpty() && sql.isEmpty()) {
            throw new IllegalArgumentException("names neither table nor sql; write which of them is to be read");
        }
        table.ifPresent(named -> requireWhole(named, address));
        if (sql.isPresent() && !sql.get().names().containsAll(PARAMETERS)) {
            throw new IllegalArgumentException(
                    "sql does not name both :store and :sku; all keys would read the same count");
        }
        if (pin && sql.isPresent()) {
            throw new IllegalArgumentException("pin cannot change what sql reads; leave one of them out");
        }
        if (queryEvery < 1 || queryEvery > MOST_LOOKS) {
            throw new IllegalArgumentException("query-every is " + queryEvery + "; write 1 to " + MOST_LOOKS);
        }
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout is " + timeout + "; write 1ms to 30m");
        }
        if (!SIZE.matcher(scanLimit).matches()) {
            throw new IllegalArgumentException("scan-limit is \"" + scanLimit
                    + "\"; write a whole number and kB, MB, GB, TB or PB, such as " + DEFAULT_SCAN_LIMIT);
        }
        if (budget < 1 || budget > LARGEST_BUDGET) {
            throw new IllegalArgumentException("budget is " + budget + "; write 1 to " + LARGEST_BUDGET);
        }
        requireProperties(properties);
    }

    /** A table with the default columns, read with the defaults by {@code user}. */
    public static TrinoSettings of(String url, String table, String user) {
        return new TrinoSettings(
                url,
                Optional.of(new TrinoTable(
                        table, DEFAULT_STORE_COLUMN, DEFAULT_SKU_COLUMN, DEFAULT_COUNT_COLUMN, Optional.empty())),
                Optional.empty(),
                false,
                DEFAULT_QUERY_EVERY,
                DEFAULT_TIMEOUT,
                DEFAULT_SCAN_LIMIT,
                DEFAULT_TABLE_BUDGET,
                Map.of("user", user));
    }

    /**
     * Reads the settings of a configuration.
     *
     * @throws IllegalArgumentException with cause and cure, when they cannot work
     */
    public static TrinoSettings read(Section section) {
        String url = section.text("url");
        Optional<NamedSql> sql = section.textIfPresent("sql").map(text -> NamedSql.of("sql", text, PARAMETERS));
        Optional<String> name = sql.isPresent() ? section.textIfPresent("table") : Optional.of(section.text("table"));
        boolean columns = sql.isEmpty();
        String store = columns ? section.text("store", DEFAULT_STORE_COLUMN) : DEFAULT_STORE_COLUMN;
        String sku = columns ? section.text("sku", DEFAULT_SKU_COLUMN) : DEFAULT_SKU_COLUMN;
        String count = columns ? section.text("count", DEFAULT_COUNT_COLUMN) : DEFAULT_COUNT_COLUMN;
        Optional<String> branch = name.isPresent() ? section.textIfPresent("branch") : Optional.empty();
        return new TrinoSettings(
                url,
                name.map(table -> new TrinoTable(table, store, sku, count, branch)),
                sql,
                columns && section.flag("pin", false),
                name.isPresent()
                        ? section.integer(
                                "query-every", 1, MOST_LOOKS, columns ? DEFAULT_QUERY_EVERY : DEFAULT_SQL_QUERY_EVERY)
                        : DEFAULT_QUERY_EVERY,
                section.duration("timeout", DEFAULT_TIMEOUT),
                section.text("scan-limit", DEFAULT_SCAN_LIMIT),
                section.integer("budget", 1, LARGEST_BUDGET, columns ? DEFAULT_TABLE_BUDGET : DEFAULT_SQL_BUDGET),
                section.properties("properties"));
    }

    @Override
    public StageTraits traits() {
        StageTraits traits = new StageTraits(
                cost(source().keysPerQuery()), StageTraits.BETWEEN_LOOKS, table.map(named -> "the snapshot's id"));
        boolean reliesOnOneTable = table.isPresent() && sql.isPresent() && queryEvery > 1;
        return reliesOnOneTable ? traits.withCaveat(OTHER_TABLES) : traits;
    }

    private String cost(int keys) {
        if (table.isEmpty()) {
            return "one query for each " + keys + " keys";
        }
        return queryEvery == 1
                ? "three queries of metadata, and one for each " + keys + " keys"
                : "one query of metadata; at a new head and each " + queryEvery + " looks two more, and one for each "
                        + keys + " keys";
    }

    @Override
    public Stage open(Timeline timeline) {
        return new TrinoStage(timeline, this, new Session(this));
    }

    CountSource source() {
        if (sql.isPresent()) {
            return new SqlCounts(this, sql.get());
        }
        return new TableCounts(this, table.orElseThrow());
    }

    /** What is read, for messages. */
    String address() {
        return (sql.isPresent() ? "sql" : "table " + table.map(TrinoTable::name).orElse("")) + " at " + url;
    }

    /** What no message may repeat: the values of secret properties, and those of which extraCredentials is a list. */
    SecretWords secrets() {
        List<String> values = new ArrayList<>();
        properties.forEach((name, value) -> {
            if (Secrets.named(name)) {
                values.add(value);
            }
            if (name.equals("extraCredentials")) {
                Stream.of(value.split(";", -1)).forEach(pair -> values.add(pair.substring(pair.indexOf(':') + 1)));
            }
        });
        return SecretWords.of(values);
    }

    /** What the driver is given: what the user says, and beside it what bounds a query and lets Trino's owner tell ours. */
    Map<String, String> connectionProperties() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("user", "rung");
        given.put("source", "rung");
        given.put("clientTags", "rung-canary");
        given.put("explicitPrepare", "false");
        given.put("timezone", "UTC");
        given.put("timeout", timeout.toMillis() + "ms");
        given.putAll(properties);
        String limits = "query_max_run_time:" + timeout.toMillis() + "ms;query_max_scan_physical_bytes:" + scanLimit;
        given.merge(SESSION_PROPERTIES, limits, (theirs, ours) -> ours + ";" + theirs);
        return given;
    }

    /** Leaves the values of the driver's properties out. */
    @Override
    public String toString() {
        return "TrinoSettings[" + address() + ", properties=" + properties.keySet() + "]";
    }

    private static URI requireUrl(String url) {
        String shown = Addresses.shown(url);
        URI address;
        try {
            address = URI.create(url.startsWith(JDBC) ? url.substring(JDBC.length()) : url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "url is no URL; write it like jdbc:trino://trino.example:443/iceberg/inventory", e);
        }
        if (!url.startsWith(JDBC) || !"trino".equals(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException("url " + shown + " does not begin with jdbc:trino://host; write it like"
                    + " jdbc:trino://trino.example:443/iceberg/inventory");
        }
        if (address.getUserInfo() != null || address.getQuery() != null) {
            throw new IllegalArgumentException(
                    "url " + shown + " has more in it than host, port, catalog and schema; write"
                            + " the rest under properties, such as {user: rung, SSL: true}");
        }
        if (parts(address) > 2) {
            throw new IllegalArgumentException(
                    "url " + shown + " has more behind its host than a catalog and a schema; leave the rest out");
        }
        return address;
    }

    private static long parts(URI address) {
        return Arrays.stream(address.getPath().split("/", -1))
                .filter(part -> !part.isEmpty())
                .count();
    }

    private static void requireWhole(TrinoTable table, URI address) {
        if (table.parts() + parts(address) < 3) {
            String missing = table.parts() == 2 ? "catalog" : parts(address) == 1 ? "schema" : "catalog and schema";
            throw new IllegalArgumentException("table \"" + table.name() + "\" lacks its " + missing
                    + ", which url does not name either; write it like iceberg.inventory.positions");
        }
    }

    private static void requireProperties(Map<String, String> properties) {
        for (String name : properties.keySet()) {
            if (!Known.PROPERTIES.contains(name)) {
                throw new IllegalArgumentException("properties has " + name + ", which Trino's driver does not know; "
                        + Suggestion.nearest(name, Known.PROPERTIES)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("leave it out"));
            }
        }
        for (String secret : List.of("password", "accessToken")) {
            if (properties.containsKey(secret) && !"true".equals(properties.get("SSL"))) {
                throw new IllegalArgumentException(
                        "properties has " + secret + ", which is sent over TLS only; add SSL: true, or leave it out");
            }
        }
    }

    /** The driver knows its properties; asking for them opens nothing. */
    private static final class Known {
        private static final List<String> PROPERTIES = Arrays.stream(
                        new TrinoDriver().getPropertyInfo("jdbc:trino://localhost", new Properties()))
                .map((DriverPropertyInfo property) -> property.name)
                .toList();
    }
}
