package rung.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a {@link YamlFile}, being read. It remembers which keys it was asked for; all others are errors in the
 * end. Reading never fails: what is wrong or missing becomes a problem of the file, and a harmless placeholder is
 * returned, so that reading goes on. {@link #sound} tells whether placeholders are among what was read.
 *
 * <p>Methods with only a key ask for a required value. Those that end in {@code IfPresent} return nothing, and those
 * with {@code otherwise} return that, when the key is absent or its value is empty after substitution.
 */
public final class Section {
    static final int LONGEST_SHOWN = 80;

    /** A section that would merge another, which the outline refuses, lacks keys for no further reason. */
    private static final String MERGE = "<<";

    private final YamlFile file;
    private final String path;
    private final int line;
    private final boolean secret;
    private final boolean standsIn;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Set<String> faulty = new HashSet<>();
    private final Map<String, Section> below = new HashMap<>();
    private final Map<String, List<Section>> listed = new HashMap<>();

    private record Entry(int line, Node value) {}

    /** A value after substitution; {@code shown} is what may be printed of it. */
    private record Scalar(String text, String shown, String origin, boolean secret) {}

    private Section(YamlFile file, String path, int line, boolean secret, boolean standsIn) {
        this.file = file;
        this.path = path;
        this.line = line;
        this.secret = secret;
        this.standsIn = standsIn;
    }

    static Section root(YamlFile file, MappingNode node) {
        return of(file, "", Outline.line(node), false, node);
    }

    private static Section of(YamlFile file, String path, int line, boolean secret, MappingNode node) {
        Section section = new Section(file, path, line, secret, false);
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                section.faulty.add(MERGE);
            } else if (tuple.getKeyNode() instanceof ScalarNode key) {
                section.entries.putIfAbsent(key.getValue(), new Entry(Outline.line(key), tuple.getValueNode()));
            }
        }
        file.opened(section);
        return section;
    }

    /** Where it is, written from the root, such as {@code pipelines.sales.stages[1]}; empty for the root. */
    public String path() {
        return path;
    }

    /** The line in which it begins, counted from 1. */
    public int line() {
        return line;
    }

    /** The keys that are there, in the order of the file, asked for or not. */
    public List<String> keys() {
        return List.copyOf(entries.keySet());
    }

    /** Whether nothing in it, or in the sections below that were opened, has been found wrong so far. */
    public boolean sound() {
        return !standsIn
                && missing.isEmpty()
                && faulty.isEmpty()
                && below.values().stream().allMatch(Section::sound)
                && listed.values().stream().flatMap(List::stream).allMatch(Section::sound);
    }

    /** The text as it stands, not trimmed; never blank. */
    public String text(String key) {
        return required(key, text -> text, "placeholder");
    }

    public Optional<String> textIfPresent(String key) {
        return find(key, text -> text);
    }

    public String text(String key, String otherwise) {
        return orElse(key, text -> text, otherwise, otherwise);
    }

    /** See {@link Durations#parse} for what can be written; zero is a duration. */
    public Duration duration(String key) {
        return required(key, trimmed(Durations::read), Duration.ofSeconds(1));
    }

    /** See {@link Durations#parse} for what can be written; zero is a duration. */
    public Optional<Duration> durationIfPresent(String key) {
        return find(key, trimmed(Durations::read));
    }

    /** See {@link Durations#parse} for what can be written; zero is a duration. */
    public Duration duration(String key, Duration otherwise) {
        return orElse(key, trimmed(Durations::read), otherwise, Durations.written(otherwise));
    }

    /** A whole number from {@code least} to {@code most}, both included. */
    public int integer(String key, int least, int most) {
        return Math.toIntExact(integer(key, (long) least, (long) most));
    }

    /** A whole number from {@code least} to {@code most}, both included. */
    public int integer(String key, int least, int most, int otherwise) {
        return Math.toIntExact(integer(key, (long) least, (long) most, (long) otherwise));
    }

    /** A whole number from {@code least} to {@code most}, both included. */
    public long integer(String key, long least, long most) {
        return required(key, trimmed(Kind.whole(least, most)), least);
    }

    /** A whole number from {@code least} to {@code most}, both included. */
    public long integer(String key, long least, long most, long otherwise) {
        return orElse(key, trimmed(Kind.whole(least, most)), otherwise, Long.toString(otherwise));
    }

    /** A share strictly between 0 and 1, written {@code 0.95} or {@code 95%}. */
    public double share(String key) {
        return required(key, trimmed(Kind.share()), 0.5);
    }

    /** A share strictly between 0 and 1, written {@code 0.95} or {@code 95%}. */
    public double share(String key, double otherwise) {
        return orElse(key, trimmed(Kind.share()), otherwise, Double.toString(otherwise));
    }

    /** {@code true} or {@code false}, and no other word. */
    public boolean flag(String key, boolean otherwise) {
        return orElse(key, trimmed(Kind.flag()), otherwise, Boolean.toString(otherwise));
    }

    /**
     * What {@code allowed} holds under the word that is written.
     *
     * @param allowed at least one, in the order in which a message is to list them ({@link Map#of} has none)
     */
    public <E> E choice(String key, Map<String, E> allowed) {
        return required(
                key, trimmed(Kind.choice(allowed)), allowed.values().iterator().next());
    }

    /**
     * What {@code allowed} holds under the word that is written.
     *
     * @param allowed in the order in which a message is to list them ({@link Map#of} has none)
     */
    public <E> E choice(String key, Map<String, E> allowed, E otherwise) {
        String shown = allowed.entrySet().stream()
                .filter(entry -> otherwise.equals(entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(otherwise::toString);
        return orElse(key, trimmed(Kind.choice(allowed)), otherwise, shown);
    }

    /** The texts of a list, at least one, none of them empty. */
    public List<String> texts(String key) {
        return requiredList(key, values(key, text -> text), "one text");
    }

    /** The texts of a list, none of them empty; an empty list when the key is absent. */
    public List<String> textsIfPresent(String key) {
        return values(key, text -> text);
    }

    /** The mapping under {@code key}. */
    public Section section(String key) {
        return sectionIfPresent(key).orElseGet(() -> {
            missing(key);
            return standIn(Outline.path(path, key));
        });
    }

    /** The mapping under {@code key}. */
    public Optional<Section> sectionIfPresent(String key) {
        return open(key, secret || Secrets.named(key));
    }

    /** The mappings of a list, at least one. */
    public List<Section> sections(String key) {
        return requiredList(key, sectionsIfPresent(key), "one item");
    }

    /** The mappings of a list; an empty list when the key is absent. */
    public List<Section> sectionsIfPresent(String key) {
        List<Section> known = listed.get(key);
        if (known != null) {
            return known;
        }
        List<Section> sections = new ArrayList<>();
        forEachItem(key, (itemPath, item) -> {
            if (item instanceof MappingNode mapping) {
                sections.add(of(file, itemPath, Outline.line(item), secret || Secrets.named(key), mapping));
            } else {
                fault(key, itemPath, Outline.line(item), "expected keys with values, found " + kind(item));
            }
        });
        listed.put(key, List.copyOf(sections));
        return List.copyOf(sections);
    }

    /** The mappings of a mapping whose keys are names that the user chose, in the order of the file; at least one. */
    public Map<String, Section> namedSections(String key) {
        Map<String, Section> sections = namedSectionsIfPresent(key);
        if (sections.isEmpty()) {
            requiredList(key, List.of(), "one name");
        }
        return sections;
    }

    /** As {@link #namedSections}; none when the key is absent. */
    public Map<String, Section> namedSectionsIfPresent(String key) {
        Map<String, Section> sections = new LinkedHashMap<>();
        sectionIfPresent(key).ifPresent(names -> {
            for (String name : names.keys()) {
                names.open(name, names.secret).ifPresent(section -> sections.put(name, section));
            }
        });
        return sections;
    }

    /** A mapping that is handed on as it is, names to texts, in the order of the file; none when the key is absent. */
    public Map<String, String> properties(String key) {
        Map<String, String> properties = new LinkedHashMap<>();
        sectionIfPresent(key).ifPresent(names -> {
            for (String name : names.keys()) {
                names.ask(name)
                        .flatMap(entry -> names.scalar(name, Outline.path(names.path, name), entry))
                        .ifPresent(scalar -> properties.put(name, scalar.text()));
            }
        });
        return properties;
    }

    /**
     * Adds a problem of the owner's own finding. Nothing is added where the value is a placeholder already, or, for the
     * section itself, when anything in it is.
     *
     * @param key the key at fault; empty for the section itself
     * @param message what is wrong and what would be right
     */
    public void problem(String key, String message) {
        if (key.isEmpty()) {
            if (sound()) {
                faulty.add(key);
                file.problem(path, line, message);
            }
        } else if (!standsIn && !faulty.contains(key) && !missing.containsKey(key)) {
            Optional<Entry> entry = Optional.ofNullable(entries.get(key));
            fault(key, Outline.path(path, key), entry.map(Entry::line).orElse(line), message);
        }
    }

    /** What {@code kind} makes of the text; {@code placeholder} when there is a problem. */
    <T> T required(String key, Kind<T> kind, T placeholder) {
        return find(key, kind).orElseGet(() -> {
            missing(key);
            return placeholder;
        });
    }

    /** What {@code kind} makes of the text; empty when the key is absent, empty, or when there is a problem. */
    <T> Optional<T> find(String key, Kind<T> kind) {
        String at = Outline.path(path, key);
        return ask(key).flatMap(entry -> scalar(key, at, entry)
                .filter(scalar -> !scalar.text().isBlank())
                .flatMap(scalar -> parsed(key, at, entry, scalar, kind)));
    }

    /** What {@code kind} makes of the items of a list; an empty list when the key is absent. */
    <T> List<T> values(String key, Kind<T> kind) {
        List<T> values = new ArrayList<>();
        forEachItem(key, (itemPath, item) -> {
            Entry entry = new Entry(Outline.line(item), item);
            scalar(key, itemPath, entry).ifPresent(scalar -> {
                if (scalar.text().isBlank()) {
                    fault(key, itemPath, entry.line(), "is empty; write a text, or remove the item");
                } else {
                    parsed(key, itemPath, entry, scalar, kind).ifPresent(values::add);
                }
            });
        });
        return List.copyOf(values);
    }

    static <T> Kind<T> trimmed(Kind<T> kind) {
        return text -> kind.read(text.strip());
    }

    /** Makes problems of the keys that nobody has asked for and of those that were asked for in vain. */
    void finish() {
        Map<String, String> absent = new LinkedHashMap<>(missing);
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            String key = entry.getKey();
            if (asked.contains(key)) {
                continue;
            }
            List<String> open =
                    asked.stream().filter(known -> !entries.containsKey(known)).toList();
            Optional<String> meant = Suggestion.nearest(key, open);
            meant.ifPresent(absent::remove);
            String cure = meant.map(near -> "did you mean \"" + near + "\"?").orElse("remove it");
            String known = asked.isEmpty() ? "" : " (known: " + Suggestion.list(asked) + ")";
            file.problem(Outline.path(path, key), entry.getValue().line(), "no such key; " + cure + known);
        }
        absent.forEach((key, message) -> file.problem(Outline.path(path, key), line, message));
    }

    static String kind(Node node) {
        if (node instanceof MappingNode) {
            return "keys with values";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        return isNull(node) ? "nothing" : "a text";
    }

    private <T> T orElse(String key, Kind<T> kind, T otherwise, String shown) {
        return find(key, kind).orElseGet(() -> {
            if (!faulty.contains(key) && !standsIn) {
                boolean hidden = secret || Secrets.named(key);
                file.explain(Outline.path(path, key), hidden ? Secrets.REDACTED : Secrets.masked(shown), "default");
            }
            return otherwise;
        });
    }

    private <T> List<T> requiredList(String key, List<T> values, String one) {
        if (values.isEmpty() && !faulty.contains(key) && !standsIn) {
            Optional<Entry> entry = Optional.ofNullable(entries.get(key));
            if (entry.isPresent()) {
                Section names = below.get(key);
                if (names == null || names.faulty.isEmpty()) {
                    fault(key, Outline.path(path, key), entry.get().line(), "is empty; write at least " + one);
                }
            } else {
                missing(key);
            }
        }
        return values;
    }

    private Section standIn(String standInPath) {
        return new Section(file, standInPath, line, secret, true);
    }

    private Optional<Entry> ask(String key) {
        asked.add(key);
        return Optional.ofNullable(entries.get(key));
    }

    private Optional<Section> open(String key, boolean asSecret) {
        Section known = below.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Entry> entry = ask(key);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        Node node = entry.get().value();
        String at = Outline.path(path, key);
        Section section;
        if (node instanceof MappingNode mapping) {
            section = of(file, at, entry.get().line(), asSecret, mapping);
        } else {
            fault(key, at, entry.get().line(), "expected keys with values, found " + kind(node));
            section = standIn(at);
        }
        below.put(key, section);
        return Optional.of(section);
    }

    @FunctionalInterface
    private interface ItemReader {
        void read(String path, Node item);
    }

    private void forEachItem(String key, ItemReader reader) {
        Optional<Entry> entry = ask(key);
        if (entry.isEmpty()) {
            return;
        }
        String at = Outline.path(path, key);
        if (!(entry.get().value() instanceof SequenceNode list)) {
            String found = kind(entry.get().value());
            fault(key, at, entry.get().line(), "expected a list, found " + found + "; write [one, another]");
            return;
        }
        for (int i = 0; i < list.getValue().size(); i++) {
            reader.read(at + "[" + i + "]", list.getValue().get(i));
        }
    }

    private <T> Optional<T> parsed(String key, String at, Entry entry, Scalar scalar, Kind<T> kind) {
        try {
            return Optional.of(kind.read(scalar.text()));
        } catch (Unreadable e) {
            fault(key, at, entry.line(), quoted(scalar) + " " + e.predicate());
            return Optional.empty();
        }
    }

    /** The value after substitution, which may be empty; nothing when it is not a text or cannot be substituted. */
    private Optional<Scalar> scalar(String key, String at, Entry entry) {
        if (!(entry.value() instanceof ScalarNode node)) {
            fault(key, at, entry.line(), "expected a text, found " + kind(entry.value()) + "; write one value");
            return Optional.empty();
        }
        if (isNull(node)) {
            fault(key, at, entry.line(), "has no value; write one, or remove the key");
            return Optional.empty();
        }
        if (Outline.isTagged(node)) {
            faulty.add(key);
            return Optional.empty();
        }
        Substitution.Result result = file.substitute(node.getValue());
        if (!result.problems().isEmpty()) {
            for (String problem : result.problems()) {
                fault(key, at, entry.line(), problem);
            }
            return Optional.empty();
        }
        boolean hidden = secret || Secrets.named(key) || !result.secrets().isEmpty();
        result.secrets().forEach(file::secret);
        if (hidden) {
            file.secret(result.text());
        }
        String shown = hidden ? Secrets.REDACTED : Secrets.masked(result.text());
        List<String> origins = new ArrayList<>(List.of("line " + entry.line()));
        origins.addAll(result.origins());
        Scalar scalar = new Scalar(result.text(), shown, String.join(", ", origins), hidden);
        file.explain(at, scalar.shown(), scalar.origin());
        return Optional.of(scalar);
    }

    private void missing(String key) {
        if (standsIn || faulty.contains(key)) {
            return;
        }
        Entry entry = entries.get(key);
        if (faulty.contains(MERGE) && entry == null) {
            faulty.add(key);
        } else if (entry == null) {
            missing.put(key, "is required; add it");
        } else {
            fault(key, Outline.path(path, key), entry.line(), "is required, but empty; write a value");
        }
    }

    private void fault(String key, String at, int atLine, String message) {
        faulty.add(key);
        file.problem(at, atLine, message);
    }

    private static String quoted(Scalar scalar) {
        if (scalar.secret()) {
            return scalar.shown();
        }
        String shown = scalar.shown().length() > LONGEST_SHOWN
                ? scalar.shown().substring(0, LONGEST_SHOWN) + "…"
                : scalar.shown();
        return "\"" + shown.replace("\n", "\\n") + "\"";
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }
}
