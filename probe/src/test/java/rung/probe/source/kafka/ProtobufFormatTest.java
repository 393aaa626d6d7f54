package rung.probe.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rung.core.config.YamlFile;

/** Values of Protobuf, as any reader finds them. */
@Timeout(60)
class ProtobufFormatTest {
    private static final String WORD = "hushhush";
    private static final String VALUE =
            "{\"id\": \"{transaction}\", \"store\": \"{store}\", \"sku\": \"{sku}\", \"change\": {delta}}";
    private static final String EXAMPLE = "{\"id\": \"rung-1\", \"store\": \"9901\", \"sku\": \"S\", \"change\": -64}";

    /** pos.Header, then pos.Sale with pos.Sale.Line within, all with the fields of a sale. */
    private static final FileDescriptorSet FILES = FileDescriptorSet.newBuilder()
            .addFile(FileDescriptorProto.newBuilder()
                    .setName("pos.proto")
                    .setPackage("pos")
                    .setSyntax("proto3")
                    .addMessageType(sale("Header"))
                    .addMessageType(sale("Sale").addNestedType(sale("Note")).addNestedType(sale("Line"))))
            .build();

    private TestRegistry registry;

    private static DescriptorProto.Builder sale(String name) {
        return DescriptorProto.newBuilder()
                .setName(name)
                .addField(field("id", 1, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(field("store", 2, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(field("sku", 3, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(field("change", 4, FieldDescriptorProto.Type.TYPE_SINT64));
    }

    private static FieldDescriptorProto.Builder field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
    }

    @BeforeEach
    void start() throws IOException {
        registry = TestRegistry.start(WORD);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aValueHasTheNumberOfTheNewestSchemaAndTheMessagesPlaceInFront() throws Exception {
        int id = registry.registerProtobuf("pos-value", "syntax = \"proto3\"; message Header {}");

        assertThat(placeOf("pos.Header", id)).as("the first message").containsExactly(0);
        assertThat(placeOf("pos.Sale", id)).as("one number, the second message").containsExactly(2, 2);
        assertThat(placeOf("pos.Sale.Line", id)).as("two numbers, doubled").containsExactly(4, 2, 2);
    }

    /** The bytes between the number of the schema and the message, which is read back. */
    private byte[] placeOf(String name, int id) throws Exception {
        ValueFormat.Protobuf format = new ValueFormat.Protobuf(FILES, name, at());
        ValueEncoder encoder = format.encoder("pos");
        encoder.check();
        byte[] value = encoder.encode(EXAMPLE);
        ByteBuffer bytes = ByteBuffer.wrap(value);
        assertThat(bytes.get()).isZero();
        assertThat(bytes.getInt()).isEqualTo(id);
        Descriptor message = ProtobufValue.message(FILES, name);
        int length = ProtobufValue.of(message, EXAMPLE).length;
        DynamicMessage read =
                DynamicMessage.parseFrom(message, Arrays.copyOfRange(value, value.length - length, value.length));
        assertThat(read.getField(message.findFieldByName("id"))).isEqualTo("rung-1");
        assertThat(read.getField(message.findFieldByName("store"))).isEqualTo("9901");
        assertThat(read.getField(message.findFieldByName("change"))).isEqualTo(-64L);
        return Arrays.copyOfRange(value, 1 + Integer.BYTES, value.length - length);
    }

    @Test
    void aSubjectThatIsNotThereOrOfAnotherKindIsNamed() throws Exception {
        ValueEncoder encoder = new ValueFormat.Protobuf(FILES, "pos.Sale", at()).encoder("pos");
        assertThatThrownBy(encoder::check)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not registered under pos-value at ");

        registry.register("pos-value", "{\"type\": \"string\"}");
        assertThatThrownBy(encoder::check)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pos-value is AVRO, not PROTOBUF");
    }

    @Test
    void whatCannotWorkIsAMistakeOfTheConfiguration() {
        assertThatThrownBy(() -> new ValueFormat.Protobuf(FILES, "pos.Sales", at()))
                .hasMessage("message pos.Sales is not in the schema; did you mean pos.Sale? (there are pos.Header,"
                        + " pos.Sale, pos.Sale.Line, pos.Sale.Note)");
        ValueFormat format = new ValueFormat.Protobuf(FILES, "pos.Sale", at());
        assertThatThrownBy(() -> format.requireFit(EXAMPLE.replace("change", "delta")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("value does not fit message pos.Sale: ")
                .hasMessageContaining("delta");
        assertThatThrownBy(() -> format.requireFit(EXAMPLE.replace("-64", "\"many\"")))
                .hasMessageStartingWith("value does not fit message pos.Sale: ");
        assertThatThrownBy(() -> new ValueFormat.Protobuf(
                        FILES, "pos.Sale", new Registry(registry.url(), Optional.empty(), true, Map.of())))
                .hasMessage("registry.register is true; Rung registers no schema of Protobuf: remove it");
    }

    @Test
    void aConfigurationNamesTheFileThatTheCompilerWrote(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("pos.desc");
        Files.write(file, FILES.toByteArray());
        String text = "kafka: {bootstrap: 'a:1', topic: pos, value: '" + VALUE + "', format: protobuf, schema: '" + file
                + "', message: pos.Sale, registry: {url: 'http://r'}}";
        YamlFile yaml = YamlFile.parse("pipelines.yaml", text, Map.of());
        KafkaSettings settings = KafkaSettings.read(yaml.root().section("kafka"));
        yaml.verify();

        assertThat(settings.format())
                .isEqualTo(new ValueFormat.Protobuf(
                        FILES, "pos.Sale", new Registry("http://r", Optional.empty(), false, Map.of())));
        Files.write(file, List.of("syntax = \"proto3\";"));
        assertThatThrownBy(() -> KafkaSettings.read(
                        YamlFile.parse("p.yaml", text, Map.of()).root().section("kafka")))
                .hasMessageContaining("protoc --include_imports --descriptor_set_out");
    }

    private Registry at() {
        return new Registry(registry.url(), Optional.empty(), false, Map.of("Authorization", "Bearer " + WORD));
    }
}
