package rung.probe.stage;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import rung.core.config.Section;

/** The kinds of stages that a configuration may name, and what each reads from it. */
public final class Stages {
    private static final Map<String, Function<Section, StageSettings>> KINDS = kinds();

    private Stages() {}

    private static Map<String, Function<Section, StageSettings>> kinds() {
        Map<String, Function<Section, StageSettings>> kinds = new LinkedHashMap<>();
        kinds.put("iceberg", Stages::iceberg);
        kinds.put("http", Stages::http);
        kinds.put("redis", Stages::redis);
        return kinds;
    }

    /**
     * Reads the one kind that {@code stage} names, such as {@code {http: {…}}}; empty when that is a problem of the file
     * now.
     */
    public static Optional<StageSettings> read(Section stage) {
        List<StageSettings> found = new ArrayList<>();
        int named = 0;
        for (Map.Entry<String, Function<Section, StageSettings>> kind : KINDS.entrySet()) {
            Optional<Section> section = stage.sectionIfPresent(kind.getKey());
            if (section.isPresent()) {
                named++;
                settings(section.get(), kind.getValue()).ifPresent(found::add);
            }
        }
        if (named != 1) {
            stage.problem(
                    "",
                    (named == 0 ? "names no kind of stage" : "names " + named + " kinds of stages") + "; write one of "
                            + String.join(", ", KINDS.keySet()));
        }
        return named == 1 && !found.isEmpty() ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static Optional<StageSettings> settings(Section section, Function<Section, StageSettings> reader) {
        try {
            StageSettings settings = reader.apply(section);
            return section.sound() ? Optional.of(settings) : Optional.empty();
        } catch (IllegalArgumentException e) {
            if (section.sound()) {
                section.problem("", e.getMessage() == null ? e.toString() : e.getMessage());
            }
            return Optional.empty();
        }
    }

    private static StageSettings iceberg(Section section) {
        return new IcebergSettings(
                section.properties("catalog"),
                section.text("table"),
                section.text("store", IcebergSettings.DEFAULT_STORE_COLUMN),
                section.text("sku", IcebergSettings.DEFAULT_SKU_COLUMN),
                section.text("count", IcebergSettings.DEFAULT_COUNT_COLUMN),
                section.textIfPresent("branch"));
    }

    private static StageSettings http(Section section) {
        String url = section.text("url");
        // A page that lists a whole store costs one request, however many of its SKUs are waited for.
        int budget = url.contains("{sku}") ? HttpSettings.DEFAULT_BUDGET : HttpSettings.LARGEST_BUDGET;
        return new HttpSettings(
                url,
                section.text("count"),
                section.textIfPresent("cycle"),
                section.properties("headers"),
                section.duration("timeout", HttpSettings.DEFAULT_TIMEOUT),
                section.integer("parallelism", 1, 64, HttpSettings.DEFAULT_PARALLELISM),
                section.integer("budget", 1, HttpSettings.LARGEST_BUDGET, budget));
    }

    private static StageSettings redis(Section section) {
        Map<String, Boolean> types = new LinkedHashMap<>();
        types.put("hash", true);
        types.put("string", false);
        boolean hash = section.choice("type", types, true);
        String key = section.text("key", hash ? RedisSettings.DEFAULT_HASH : RedisSettings.DEFAULT_STRING);
        Optional<String> field =
                hash ? Optional.of(section.text("field", RedisSettings.DEFAULT_FIELD)) : Optional.empty();
        return new RedisSettings(uri(section), key, field, section.duration("timeout", RedisSettings.DEFAULT_TIMEOUT));
    }

    /** Does not hand on what the parser says, as that repeats the text, in which may be a password. */
    private static URI uri(Section section) {
        try {
            return new URI(section.text("uri"));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "uri cannot be read at character " + e.getIndex() + "; percent-encode special characters", e);
        }
    }
}
