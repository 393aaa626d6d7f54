package rung.reporter.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rung.reporter.chart.ChartCss;

/**
 * Styles and scripts, all our own or vendored: a page asks nobody else for anything. They stand under an address that
 * changes with their content, so that a browser may keep them for ever. Only the names listed here exist.
 */
final class Assets {
    private static final String FOLDER = "/rung/reporter/web/assets/";
    private static final List<String> NAMES = List.of(
            "rung.css",
            "rung.js",
            "zoom.js",
            "uplot.js",
            "uplot.css",
            "uplot.LICENSE.txt",
            "favicon.svg",
            "openapi.json");
    private static final int HASH_DIGITS = 12;

    /** A file as it is sent. */
    record Asset(String content, String type) {}

    private final Map<String, Asset> assets = new LinkedHashMap<>();
    private final String base;

    private Assets() {
        MessageDigest hash = sha256();
        for (String name : NAMES) {
            byte[] content = content(name);
            hash.update(content);
            assets.put(name, new Asset(new String(content, StandardCharsets.UTF_8), type(name)));
        }
        hash.update(ChartCss.text().getBytes(StandardCharsets.UTF_8));
        assets.put("chart.css", new Asset(ChartCss.text(), type("chart.css")));
        base = "/assets/" + HexFormat.of().formatHex(hash.digest()).substring(0, HASH_DIGITS);
    }

    static Assets read() {
        return new Assets();
    }

    /** Where they are, such as {@code /assets/0123456789ab}. */
    String base() {
        return base;
    }

    /** The asset called {@code name}; empty when there is none. */
    Optional<Asset> named(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    private static byte[] content(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the build lacks " + FOLDER + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "txt" -> "text/plain; charset=utf-8";
            case "json" -> "application/json";
            default -> throw new IllegalArgumentException("no type for " + name);
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The SHA-256 of a vendored file, for the test that compares it with the released one. */
    static String hashOf(String name) {
        return HexFormat.of().formatHex(sha256().digest(content(name)));
    }
}
