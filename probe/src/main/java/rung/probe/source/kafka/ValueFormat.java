package rung.probe.source.kafka;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
            byte[] unused = AvroValue.of(AvroValue.parsed(schema), json);
        }
    }

    /**
     * Protobuf, with the number of the newest schema that a registry has and the message's place in it in front.
     *
     * @param schema the files that describe it, each behind those that it imports
     * @param message full name, such as {@code pos.Sale}
     * @param registry that knows it
     */
    record Protobuf(FileDescriptorSet schema, String message, Registry registry) implements ValueFormat {
        public Protobuf {
            ProtobufValue.message(schema, message);
            if (registry.register()) {
                throw new IllegalArgumentException(
                        "registry.register is true; Rung registers no schema of Protobuf: remove it");
            }
        }

        @Override
        public ValueEncoder encoder(String topic) {
            return new ProtobufEncoder(
                    ProtobufValue.message(schema, message), new RegistryClient(registry, registry.subjectOf(topic)));
        }

        @Override
        public void requireFit(String json) {
            byte[] unused = ProtobufValue.of(ProtobufValue.message(schema, message), json);
        }
    }

    /** What {@code format} can be. */
    enum Name {
        JSON,
        AVRO,
        PROTOBUF
    }

    /** Reads the format of a topic's values; JSON when {@code format} is absent. */
    static ValueFormat read(Section section) {
        Map<String, Name> names = new LinkedHashMap<>();
        names.put("json", Name.JSON);
        names.put("avro", Name.AVRO);
        names.put("protobuf", Name.PROTOBUF);
        Name name = section.choice("format", names, Name.JSON);
        if (name == Name.JSON) {
            return new Json();
        }
        String schema = section.text("schema");
        Optional<String> message = section.textIfPresent("message");
        if (message.isPresent() != (name == Name.PROTOBUF)) {
            section.problem(
                    "message",
                    name == Name.PROTOBUF
                            ? "is required beside format: protobuf; write the message's full name, such as pos.Sale"
                            : "stands beside format: avro, which has no messages; remove it");
        }
        Registry registry = Registry.read(section.section("registry"));
        if (!section.sound()) {
            return new Json();
        }
        return message.<ValueFormat>map(named -> new Protobuf(compiled(schema.strip()), named, registry))
                .orElseGet(() -> new Avro(text(schema), registry));
    }

    private static FileDescriptorSet compiled(String file) {
        String cure = "; write the path of the file that protoc --include_imports --descriptor_set_out makes";
        try {
            return FileDescriptorSet.parseFrom(Files.readAllBytes(Path.of(file)));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("schema " + file + " is no compiled schema of Protobuf" + cure, e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("schema " + file + " cannot be read" + cure, e);
        }
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
