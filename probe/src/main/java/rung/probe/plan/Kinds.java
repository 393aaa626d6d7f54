package rung.probe.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import rung.core.config.Section;

/** The kinds that a place of the file can be, of which it names one, such as {@code {http: {…}}}. */
final class Kinds<T> {
    private final String what;
    private final Map<String, Function<Section, T>> readers = new LinkedHashMap<>();

    /** @param what they are kinds of, for messages */
    Kinds(String what) {
        this.what = what;
    }

    /** Adds a kind; its reader throws {@link IllegalArgumentException} with cause and cure, when its settings cannot work. */
    Kinds<T> with(String name, Function<Section, T> reader) {
        readers.put(name, reader);
        return this;
    }

    /** Reads the one kind that {@code section} names; empty when that is a problem of the file now. */
    Optional<T> read(Section section) {
        List<T> found = new ArrayList<>();
        int named = 0;
        for (Map.Entry<String, Function<Section, T>> kind : readers.entrySet()) {
            Optional<Section> settings = section.sectionIfPresent(kind.getKey());
            if (settings.isPresent()) {
                named++;
                read(settings.get(), kind.getValue()).ifPresent(found::add);
            }
        }
        if (named != 1) {
            section.problem(
                    "",
                    (named == 0 ? "names no kind of " + what : "names " + named + " kinds of " + what + "s")
                            + "; write one of " + String.join(", ", readers.keySet()));
        }
        return named == 1 && !found.isEmpty() ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** The settings of the one kind that {@code section} names and that could be read. */
    Section named(Section section) {
        return readers.keySet().stream()
                .flatMap(kind -> section.sectionIfPresent(kind).stream())
                .findFirst()
                .orElse(section);
    }

    private Optional<T> read(Section settings, Function<Section, T> reader) {
        try {
            T read = reader.apply(settings);
            return settings.sound() ? Optional.of(read) : Optional.empty();
        } catch (IllegalArgumentException e) {
            if (settings.sound()) {
                settings.problem("", e.getMessage() == null ? e.toString() : e.getMessage());
            }
            return Optional.empty();
        }
    }
}
