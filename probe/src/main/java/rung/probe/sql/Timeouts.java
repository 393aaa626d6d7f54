package rung.probe.sql;

import java.time.Duration;
import java.util.Map;

/** How drivers are told how long to wait. */
public final class Timeouts {
    private Timeouts() {}

    /** In seconds, as JDBC counts: not fewer than {@code timeout}, and at least one, as none means for ever. */
    public static int seconds(Duration timeout) {
        return Math.toIntExact(Math.max(1, (timeout.toMillis() + 999) / 1000));
    }

    /**
     * The properties by which a driver bounds its waits while it connects, when there is no connection yet to be given up;
     * none for drivers that are not known here.
     */
    public static Map<String, String> of(String url, Duration timeout) {
        String seconds = Integer.toString(seconds(timeout));
        if (JdbcUrl.isFor(url, "postgresql")) {
            return Map.of("connectTimeout", seconds, "socketTimeout", seconds, "cancelSignalTimeout", seconds);
        }
        if (JdbcUrl.isFor(url, "mysql") || JdbcUrl.isFor(url, "mariadb")) {
            String millis = Integer.toString(seconds(timeout) * 1000);
            return Map.of("connectTimeout", millis, "socketTimeout", millis);
        }
        return Map.of();
    }
}
