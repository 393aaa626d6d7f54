package rung.reporter.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/**
 * Which Rung makes a report.
 *
 * @param version of its artefacts, such as {@code 1.0.0}
 * @param revision of its sources, as {@code git describe} tells it; absent when the build was not told
 */
public record Build(String version, Optional<String> revision) {
    private static final Build CURRENT = read();

    /** The one that runs. */
    public static Build current() {
        return CURRENT;
    }

    private static Build read() {
        Properties properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read build.properties among Rung's own classes", e);
        }
        return new Build(filled(properties, "version").orElse("unknown"), filled(properties, "revision"));
    }

    /** A property that the build left open has no value. */
    private static Optional<String> filled(Properties properties, String name) {
        return Optional.ofNullable(properties.getProperty(name))
                .filter(value -> !value.isEmpty() && !value.startsWith("${"));
    }
}
