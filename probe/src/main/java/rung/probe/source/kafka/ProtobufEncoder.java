package rung.probe.source.kafka;

import com.google.protobuf.Descriptors.Descriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;

/**
 * Writes a zero byte, four bytes of the schema's number, the message's place in its file, and the message. Asks the
 * registry once which number the newest schema of the subject has, when the first value is written.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format">Wire
 *     format</a>
 */
final class ProtobufEncoder implements ValueEncoder {
    private static final int MAGIC = 0;
    private static final String TYPE = "PROTOBUF";
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MASK = 0x7f;
    private static final int VARINT_MORE = 0x80;

    private final Descriptor message;
    private final RegistryClient registry;
    private OptionalInt id = OptionalInt.empty();

    ProtobufEncoder(Descriptor message, RegistryClient registry) {
        this.message = message;
        this.registry = registry;
    }

    @Override
    public byte[] encode(String json) throws IOException, InterruptedException {
        byte[] value = ProtobufValue.of(message, json);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(MAGIC);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id()).array());
        writePlace(bytes, ProtobufValue.place(message));
        bytes.writeBytes(value);
        return bytes.toByteArray();
    }

    @Override
    public void check() throws IOException, InterruptedException {
        registry.newest(TYPE);
    }

    private synchronized int id() throws IOException, InterruptedException {
        if (id.isEmpty()) {
            id = OptionalInt.of(registry.newest(TYPE));
        }
        return id.getAsInt();
    }

    /** How many numbers, then each of them; only a zero for the first message of a file. */
    private static void writePlace(ByteArrayOutputStream bytes, List<Integer> place) {
        if (place.equals(List.of(0))) {
            bytes.write(0);
            return;
        }
        writeNumber(bytes, place.size());
        place.forEach(index -> writeNumber(bytes, index));
    }

    /** As Protobuf writes a signed number, of which these have no sign: doubled, seven bits a byte. */
    private static void writeNumber(ByteArrayOutputStream bytes, int number) {
        int left = number << 1;
        while (left > VARINT_MASK) {
            bytes.write((left & VARINT_MASK) | VARINT_MORE);
            left >>>= VARINT_BITS;
        }
        bytes.write(left);
    }
}
