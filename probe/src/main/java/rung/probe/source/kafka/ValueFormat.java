package rung.probe.source.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import rung.core.config.Section;

/** How the filled template of a message's value is written into the message. */
public sealed interface ValueFormat {
    /** What turns filled templates into values; does no I/O before the first of them. */
    ValueEncoder encoder(String topic);

    /**
     * Makes sure that what {@code json} is an example of can be written so.
     *
     * @throws IllegalArgumentException with cause and cure, when it cannot
     */
    void requireFit(String json);

    /** The text itself, in UTF-8. */
    record Json() implements ValueFormat {
        @Override
        public ValueEncoder encoder(String topic) {
            return json -> json.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void requireFit(String json) {}
    }

    /**
     * Avro, with the number by which a registry knows the schema in front: a zero byte, then four bytes.
     *
     * @param schema as JSON
     * @param registry that knows it
     */
    record Avro(String schema, Registry registry) implements ValueFormat {
        public Avro {
            AvroValue.parsed(schema);
        }

        @Override
        public ValueEncoder encoder(String topic) {
            return new AvroEncoder(schema, new RegistryClient(registry, registry.subjectOf(topic)));
        }

        @Override
        public void requireFit(String json) {
            AvroValue.of(AvroValue.parsed(schema), json);
        }
    }

    /** Reads the format of a topic's values; JSON when {@code format} is absent. */
    static ValueFormat read(Section section) {
        Map<String, Boolean> formats = new LinkedHashMap<>();
        formats.put("json", false);
        formats.put("avro", true);
        if (!section.choice("format", formats, false)) {
            return new Json();
        }
        String schema = section.text("schema");
        Registry registry = Registry.read(section.section("registry"));
        return section.sound() ? new Avro(text(schema), registry) : new Json();
    }

    private static String text(String schema) {
        if (schema.stripLeading().startsWith("{")) {
            return schema;
        }
        try {
            return Files.readString(Path.of(schema.strip()));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "schema is neither a schema nor a file that can be read: " + schema.strip()
                            + "; write the schema itself, which begins with {, or the path of its file",
                    e);
        }
    }
}
