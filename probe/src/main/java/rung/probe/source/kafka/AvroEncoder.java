package rung.probe.source.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/** Asks the registry once by which number it knows the schema, when the first value is written. */
final class AvroEncoder implements ValueEncoder {
    private static final byte MAGIC = 0;
    private static final int PREFIX_BYTES = 1 + Integer.BYTES;

    private final String text;
    private final Schema schema;
    private final RegistryClient registry;
    private OptionalInt id = OptionalInt.empty();

    AvroEncoder(String text, RegistryClient registry) {
        this.text = text;
        this.schema = AvroValue.parsed(text);
        this.registry = registry;
    }

    @Override
    public byte[] encode(String json) throws IOException, InterruptedException {
        byte[] value = AvroValue.of(schema, json);
        return ByteBuffer.allocate(PREFIX_BYTES + value.length)
                .put(MAGIC)
                .putInt(id())
                .put(value)
                .array();
    }

    @Override
    public void check() throws IOException, InterruptedException {
        registry.check(text);
    }

    private synchronized int id() throws IOException, InterruptedException {
        if (id.isEmpty()) {
            id = OptionalInt.of(registry.id(text));
        }
        return id.getAsInt();
    }
}
