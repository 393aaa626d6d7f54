package rung.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.StringSubstitutor;

/**
 * Replaces {@code ${VAR}}, {@code ${VAR:-default}}, {@code ${env:VAR}} and {@code ${file:/path}} within one value;
 * {@literal $${} stands for {@literal ${} itself. What is put in is never looked at again. An empty variable counts as
 * one that is not set.
 */
final class Substitution {
    private static final int MOST_BYTES = 64 * 1024;
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)(\\}?)");
    private static final Pattern VARIABLE = Pattern.compile("(?:env:)?([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern NEWLINE = Pattern.compile("\\r?\\n\\z");
    private static final String GRAMMAR = "write ${NAME}, ${NAME:-default}, ${file:/path}, or $${ for a plain ${";

    private final Map<String, String> environment;

    Substitution(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * What became of one value.
     *
     * @param text the value to go on with; of no use when there are problems
     * @param origins what was put in, such as {@code env KAFKA}, in order; empty when nothing was
     * @param secrets the parts of {@code text} that must not be shown
     */
    record Result(String text, List<String> origins, Set<String> secrets, List<String> problems) {}

    Result apply(String raw) {
        Map<String, String> values = new HashMap<>();
        Set<String> origins = new LinkedHashSet<>();
        Set<String> secrets = new LinkedHashSet<>();
        List<String> problems = new ArrayList<>();
        Matcher matcher = REFERENCE.matcher(raw.replace("$${", "   "));
        while (matcher.find()) {
            String inner = matcher.group(1);
            int delimiter = inner.indexOf(":-");
            boolean hasDefault = delimiter >= 0;
            String name = hasDefault ? inner.substring(0, delimiter) : inner;
            Matcher variable = VARIABLE.matcher(name);
            if (matcher.group(2).isEmpty()) {
                problems.add("a ${ is never closed; " + GRAMMAR);
            } else if (inner.contains("${")) {
                problems.add("a ${…} stands within another; write a default as plain text");
            } else if (variable.matches()) {
                String known = variable.group(1);
                String value = environment.getOrDefault(known, "");
                if (!value.isEmpty()) {
                    values.put(name, value);
                    origins.add("env " + known);
                    if (Secrets.named(known)) {
                        secrets.add(value);
                    }
                } else if (hasDefault) {
                    origins.add(known + " not set");
                } else {
                    String state = environment.containsKey(known) ? "empty" : "not set";
                    problems.add("the environment variable " + known + " is " + state
                            + "; set it, or write a default, ${" + known + ":-value}");
                }
            } else if (name.startsWith("file:/")) {
                String path = name.substring("file:".length());
                try {
                    String value = content(path);
                    values.put(name, value);
                    origins.add("file " + path);
                    secrets.add(value);
                } catch (NoSuchFileException e) {
                    if (hasDefault) {
                        origins.add("no file " + path);
                    } else {
                        problems.add("the file " + path + " does not exist; create it, or correct the path");
                    }
                } catch (CharacterCodingException e) {
                    problems.add("the file " + path + " is not UTF-8 text; write it anew as text");
                } catch (IOException | InvalidPathException e) {
                    problems.add("the file " + path + " cannot be read ("
                            + e.getClass().getSimpleName()
                            + "); give this process the right to read it, and at most 64 KiB");
                }
            } else {
                problems.add("${" + name + "} names neither a variable nor an absolute file; " + GRAMMAR);
            }
        }
        String text = problems.isEmpty() ? substitutor(values).replace(raw) : "";
        return new Result(text, List.copyOf(origins), Set.copyOf(secrets), List.copyOf(problems));
    }

    /** One with no other lookups than {@code values}: the library's default ones run scripts and open connections. */
    private static StringSubstitutor substitutor(Map<String, String> values) {
        return new StringSubstitutor(values).setDisableSubstitutionInValues(true);
    }

    private static String content(String path) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException("more than 64 KiB");
        }
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return NEWLINE.matcher(text).replaceFirst("");
    }
}
