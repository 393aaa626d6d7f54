package rung.core.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Looks once over a tree for what no reader of it could make sense of: duplicate keys, merge keys, foreign tags, and
 * aliases that contain themselves or blow up. Visits each node once, however often it is used.
 */
final class Outline {
    static final int DEEPEST = 32;
    static final int MOST_VALUES = 100_000;

    private static final Pattern PLAIN_KEY = Pattern.compile("[\\p{L}\\p{N}_-]+");
    private static final Set<Tag> TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.SEQ, Tag.MAP, Tag.MERGE);

    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> fatal = new ArrayList<>();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();

    private Outline() {}

    /**
     * Adds to {@code problems} what can be read past.
     *
     * @throws ConfigException when the tree cannot be read at all
     */
    static void check(String file, Node root, List<Problem> problems) throws ConfigException {
        Outline outline = new Outline();
        long values = outline.size(root, "", line(root), 0);
        if (values > MOST_VALUES) {
            outline.fatal.add(new Problem(
                    "", 1, "holds more than 100,000 values with its aliases written out; use fewer aliases"));
        }
        if (!outline.fatal.isEmpty()) {
            throw new ConfigException(file, outline.fatal);
        }
        problems.addAll(outline.problems);
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** The path of {@code key} within {@code parent}; the key is quoted when it is not a plain word. */
    static String path(String parent, String key) {
        String word = PLAIN_KEY.matcher(key).matches() ? key : "\"" + key + "\"";
        return parent.isEmpty() ? word : parent + "." + word;
    }

    private long size(Node node, String path, int line, int depth) {
        if (open.contains(node)) {
            fatal.add(new Problem(path, line, "is an alias of something that contains it; write the value out"));
            return 1;
        }
        Long known = sizes.get(node);
        if (known != null) {
            return known;
        }
        if (depth > DEEPEST) {
            fatal.add(new Problem(path, line, "is nested deeper than " + DEEPEST + " levels; flatten it"));
            return 1;
        }
        if (!TAGS.contains(node.getTag())) {
            String tag = node.getTag().getValue();
            problems.add(new Problem(path, line, "has the tag " + tag + ", and tags are not read; remove it"));
        }
        open.add(node);
        long size = 1;
        if (node instanceof SequenceNode list) {
            for (int i = 0; i < list.getValue().size(); i++) {
                Node item = list.getValue().get(i);
                size += size(item, path + "[" + i + "]", line(item), depth + 1);
            }
        } else if (node instanceof MappingNode mapping) {
            Map<String, Integer> lines = new HashMap<>();
            for (NodeTuple entry : mapping.getValue()) {
                int keyLine = line(entry.getKeyNode());
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    problems.add(new Problem(path, keyLine, "has a key that is not a text; write a plain word"));
                    continue;
                }
                String keyPath = path(path, key.getValue());
                Integer first = lines.putIfAbsent(key.getValue(), keyLine);
                if (key.getTag().equals(Tag.MERGE)) {
                    problems.add(new Problem(
                            keyPath, keyLine, "merge keys are not part of YAML 1.2; write the merged keys out"));
                } else if (first != null) {
                    problems.add(new Problem(
                            keyPath, keyLine, "is there already, in line " + first + "; remove one of the two"));
                } else if (key.getValue().contains("${")) {
                    problems.add(new Problem(keyPath, keyLine, "keys are not substituted; write the key itself"));
                }
                size += size(entry.getValueNode(), keyPath, keyLine, depth + 1);
            }
        }
        open.remove(node);
        long bounded = Math.min(size, MOST_VALUES + 1L);
        sizes.put(node, bounded);
        return bounded;
    }
}
