package rung.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * A YAML file that is being read. Its readers ask the {@linkplain #root root} and the sections below it for what they
 * need, everything that is wrong is collected on the way, and {@link #verify} tells it all at once. Whatever was read
 * from a file must not be used before {@code verify} has returned. Not for use by several threads.
 */
public final class YamlFile {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int DEEPEST_COMPOSED = 200;
    private static final int SHORTEST_SCRUBBED = 4;

    private final String name;
    private final Substitution substitution;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Map<String, Explained> explained = new LinkedHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final List<Section> sections = new ArrayList<>();
    private final Section root;

    private YamlFile(String name, Map<String, String> environment, MappingNode root, List<Problem> problems) {
        this.name = name;
        this.substitution = new Substitution(environment);
        this.problems.addAll(problems);
        this.root = Section.root(this, root);
    }

    /**
     * Reads a file of at most 1 MiB.
     *
     * @param environment the variables that {@code ${VAR}} may name
     * @throws IOException when the file cannot be read
     * @throws ConfigException when it is not one YAML mapping; the message holds the file's name without its directory
     */
    public static YamlFile read(Path file, Map<String, String> environment) throws IOException, ConfigException {
        Path last = file.getFileName();
        String name = last == null ? file.toString() : last.toString();
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw tooLarge(name);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw fault(name, 1, "the file is not UTF-8 text; save it as UTF-8");
        }
        return parse(name, text, environment);
    }

    /**
     * Reads a text of at most 1 Mi characters, which messages call {@code name}.
     *
     * @param environment the variables that {@code ${VAR}} may name
     * @throws ConfigException when it is not one YAML mapping
     */
    public static YamlFile parse(String name, String text, Map<String, String> environment) throws ConfigException {
        if (text.length() > MOST_BYTES) {
            throw tooLarge(name);
        }
        Node node = compose(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
        if (!(node instanceof MappingNode mapping)) {
            throw fault(name, Outline.line(node), "expected keys with values, found " + Section.kind(node));
        }
        List<Problem> problems = new ArrayList<>();
        Outline.check(name, mapping, problems);
        return new YamlFile(name, environment, mapping, problems);
    }

    /** The mapping that the file consists of. */
    public Section root() {
        return root;
    }

    /** What has been found wrong so far, in the order of the file. */
    public List<Problem> problems() {
        return problems.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }

    /**
     * Ends the reading: every key that nobody has asked for is a problem now.
     *
     * @throws ConfigException when anything in the file is wrong, with all of it
     */
    public void verify() throws ConfigException {
        for (Section section : List.copyOf(sections)) {
            section.finish();
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(name, problems());
        }
    }

    /** Every value that has been read so far, defaults included, in the order of reading. Holds no secret. */
    public List<Explained> explain() {
        return List.copyOf(explained.values());
    }

    void opened(Section section) {
        sections.add(section);
    }

    Substitution.Result substitute(String raw) {
        return substitution.apply(raw);
    }

    void explain(String path, String value, String origin) {
        explained.put(path, new Explained(path, value, origin));
    }

    void secret(String text) {
        boolean aWordOfMessages = text.equals("true") || text.equals("false");
        if (text.length() >= SHORTEST_SCRUBBED && !aWordOfMessages) {
            secrets.add(text);
        }
    }

    void problem(String path, int line, String message) {
        String scrubbed = Secrets.masked(message);
        List<String> longestFirst = secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String secret : longestFirst) {
            scrubbed = scrubbed.replace(secret, Secrets.REDACTED);
        }
        problems.add(new Problem(path, line, scrubbed));
    }

    private static Node compose(String name, String text) throws ConfigException {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST_COMPOSED);
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        options.setTagInspector(tag -> true); // nothing is constructed from a tag: Outline refuses it, with its path
        Node node;
        try {
            node = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            throw fault(name, e.getProblemMark().getLine() + 1, syntax(e.getProblem()));
        } catch (ReaderException e) {
            int line = 1
                    + (int) text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            throw fault(name, line, String.format("holds the control character U+%04X; remove it", e.getCodePoint()));
        } catch (YAMLException e) {
            throw fault(name, 1, "is nested deeper than " + Outline.DEEPEST + " levels; flatten it");
        }
        if (node == null) {
            throw fault(name, 1, "the file is empty; write at least one key with a value");
        }
        return node;
    }

    /** The parser's words, but for those that hold a piece of the file: it may be one of an unquoted password. */
    private static String syntax(String problem) {
        if (problem.startsWith("found undefined alias")) {
            return "an alias names no anchor above it; quote the value if its * is meant as it is";
        }
        if (problem.startsWith("found undefined tag handle")) {
            return "a tag has an unknown handle; quote the value if its ! is meant as it is";
        }
        if (problem.contains("\\t(TAB)")) {
            return "a tab is used for indentation; use spaces";
        }
        if (problem.startsWith("but found another document")) {
            return "a second document starts here; write one document without ---";
        }
        return "is not YAML: " + problem;
    }

    private static ConfigException tooLarge(String name) {
        return fault(name, 1, "the file is larger than 1 MiB; configuration is smaller than that");
    }

    private static ConfigException fault(String name, int line, String message) {
        return new ConfigException(name, List.of(new Problem("", line, message)));
    }
}
