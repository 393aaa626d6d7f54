package rung.reporter.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page of metrics says, read as text: by hand, so that no library of ours reads what it wrote itself. */
public final class Exposed {
    private static final Pattern SERIES =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(.*)})? (\\S+)( # \\{(.*)} \\S+ \\S+)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Map<String, String> types = new TreeMap<>();
    private final Map<String, String> units = new TreeMap<>();
    private final Map<String, TreeSet<String>> labels = new TreeMap<>();
    private final Map<String, String> exemplars = new TreeMap<>();

    private Exposed() {}

    public static Exposed read(byte[] text) {
        return read(new String(text, UTF_8));
    }

    public static Exposed read(String text) {
        Exposed exposed = new Exposed();
        text.lines().forEach(exposed::line);
        return exposed;
    }

    private void line(String line) {
        String[] words = line.split(" ", 4);
        if (line.startsWith("# TYPE ")) {
            types.put(words[2], words[3]);
        } else if (line.startsWith("# UNIT ")) {
            units.put(words[2], words[3]);
        } else if (!line.startsWith("#")) {
            Matcher matcher = SERIES.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not a series: " + line);
            }
            TreeSet<String> names = new TreeSet<>();
            if (matcher.group(3) != null) {
                Matcher label = LABEL.matcher(matcher.group(3));
                while (label.find()) {
                    names.add(label.group(1));
                }
            }
            String series = matcher.group(1) + (matcher.group(2) == null ? "" : matcher.group(2));
            if (values.put(series, number(matcher.group(4))) != null) {
                throw new IllegalArgumentException("twice: " + series);
            }
            labels.computeIfAbsent(matcher.group(1), key -> new TreeSet<>()).addAll(names);
            if (matcher.group(6) != null) {
                exemplars.put(series, matcher.group(6));
            }
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** The value of a series, its labels in alphabetical order. */
    public double value(String series) {
        Double value = values.get(series);
        if (value == null) {
            throw new AssertionError("no series " + series + " among " + values.keySet());
        }
        return value;
    }

    public Map<String, Double> values() {
        return values;
    }

    /** By family. */
    public Map<String, String> types() {
        return types;
    }

    /** By family; only OpenMetrics tells them. */
    public Map<String, String> units() {
        return units;
    }

    /** The names of the labels of the series of this name. */
    public Set<String> labels(String name) {
        return labels.getOrDefault(name, new TreeSet<>());
    }

    /** By series; only OpenMetrics tells them. */
    public Map<String, String> exemplars() {
        return exemplars;
    }
}
