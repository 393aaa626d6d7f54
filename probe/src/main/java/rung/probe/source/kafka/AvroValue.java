package rung.probe.source.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Values of Avro, from their JSON as Avro's specification has it. */
final class AvroValue {
    private AvroValue() {}

    /**
     * The schema that {@code text} is.
     *
     * @throws IllegalArgumentException with cause and cure, when it is none
     */
    static Schema parsed(String text) {
        try {
            return new Schema.Parser().parse(text);
        } catch (AvroRuntimeException e) {
            throw new IllegalArgumentException(
                    "schema is no Avro schema: " + e.getMessage()
                            + "; write it as JSON, such as {\"type\": \"record\", …}",
                    e);
        }
    }

    /**
     * The bytes for {@code json}.
     *
     * @throws IllegalArgumentException with cause and cure, when it does not fit the schema
     */
    static byte[] of(Schema schema, String json) {
        try {
            Object value = new GenericDatumReader<>(schema)
                    .read(null, DecoderFactory.get().jsonDecoder(schema, json));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<>(schema).write(value, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (AvroRuntimeException | IOException e) {
            throw new IllegalArgumentException(
                    "value does not fit the schema: " + e.getMessage() + "; filled it begins "
                            + json.strip()
                                    .substring(0, Math.min(200, json.strip().length()))
                            + "; give each field of the schema, and a union's value with its type, such as"
                            + " {\"string\": \"{sku}\"}",
                    e);
        }
    }
}
