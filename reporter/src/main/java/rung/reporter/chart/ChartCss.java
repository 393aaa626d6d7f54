package rung.reporter.chart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The style sheet of all charts: light, dark and in print. */
public final class ChartCss {
    private ChartCss() {}

    /** The text of {@code chart.css}, which a page serves from its own address. */
    public static String text() {
        try (InputStream in = Objects.requireNonNull(ChartCss.class.getResourceAsStream("chart.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the style sheet that ships with Rung cannot be read", e);
        }
    }
}
