package rung.probe.source.jdbc;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import rung.core.config.Section;
import rung.core.time.Timeline;
import rung.probe.source.Misfit;
import rung.probe.source.ReservedKeys;
import rung.probe.source.Source;
import rung.probe.source.SourceSettings;
import rung.probe.source.SourceTraits;
import rung.probe.source.TransactionSql;
import rung.probe.sql.JdbcUrl;

/**
 * A database that tills write to.
 *
 * @param url of JDBC, such as {@code jdbc:postgresql://pos:5432/shop}
 * @param properties of the driver, such as {@code user} and {@code password}; no message repeats secret ones
 * @param insert statement that writes one transaction, with {@code :store}, {@code :sku} and so on
 * @param commitTime query for the database's own clock, {@link #NONE}, or empty for the one that the database is known by
 * @param deliveryTimeout after which a transaction that is not committed is refused
 */
public record JdbcSettings(
        String url,
        Map<String, String> properties,
        String insert,
        Optional<String> commitTime,
        Duration deliveryTimeout)
        implements SourceSettings {
    public static final Duration DEFAULT_DELIVERY_TIMEOUT = Duration.ofSeconds(30);

    /** Asks the database for no time. */
    public static final String NONE = "none";

    private static final Duration LONGEST_DELIVERY = Duration.ofHours(1);

    public JdbcSettings {
        properties = Map.copyOf(properties);
        if (!url.startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                    "url does not begin with jdbc:; write it like jdbc:postgresql://host:5432/database");
        }
        if (url.matches("jdbc:[^?;]*//[^/?;]*@.*")) {
            throw new IllegalArgumentException("url has a user or password in it; write them as properties");
        }
        TransactionSql.of("insert", insert);
        if (deliveryTimeout.toMillis() < 1 || deliveryTimeout.compareTo(LONGEST_DELIVERY) > 0) {
            throw new IllegalArgumentException("delivery timeout is " + deliveryTimeout + "; write 1ms to 1h");
        }
    }

    /** A table with the defaults. */
    public static JdbcSettings of(String url, Map<String, String> properties, String insert) {
        return new JdbcSettings(url, properties, insert, Optional.empty(), DEFAULT_DELIVERY_TIMEOUT);
    }

    /**
     * Reads the settings of a configuration.
     *
     * @throws IllegalArgumentException with cause and cure, when they cannot work
     */
    public static JdbcSettings read(Section section) {
        return new JdbcSettings(
                section.text("url"),
                section.properties("properties"),
                section.text("insert"),
                section.textIfPresent("commit-time"),
                section.duration("delivery-timeout", DEFAULT_DELIVERY_TIMEOUT));
    }

    @Override
    public SourceTraits traits() {
        return new SourceTraits(
                "the database has committed the sale; this machine's clock, and beside it the database's where it tells",
                Optional.of("two rows with the same transaction, where the table lets them be"));
    }

    /** Values are bound, so any reserved key fits. */
    @Override
    public Optional<Misfit> misfit(ReservedKeys reserved) {
        return Optional.empty();
    }

    @Override
    public Source open(Timeline timeline, ReservedKeys reserved) {
        return new Source(new JdbcTill(timeline, this), reserved);
    }

    /** The address without user information and parameters, which may hold secrets. */
    String address() {
        return JdbcUrl.shown(url);
    }

    /** Leaves parameters and the values of properties out. */
    @Override
    public String toString() {
        return "JdbcSettings[url=" + address() + ", properties=" + properties.keySet() + ", insert=" + insert + "]";
    }
}
