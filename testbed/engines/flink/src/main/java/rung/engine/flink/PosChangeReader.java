package rung.engine.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads flat JSON. A record that is no transaction is logged with its place and left out, as one must not stop all others. */
final class PosChangeReader implements KafkaRecordDeserializationSchema<PosChange> {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(PosChangeReader.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<PosChange> out) {
        try {
            if (record.value() == null) {
                throw new IOException("no value");
            }
            out.collect(read(JSON.readTree(record.value())));
        } catch (IOException e) {
            log.warn(
                    "{} skips partition {} offset {}: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    @Override
    public TypeInformation<PosChange> getProducedType() {
        return TypeInformation.of(PosChange.class);
    }

    private static PosChange read(JsonNode node) throws IOException {
        JsonNode quantity = node.path("quantity");
        if (!quantity.canConvertToLong() || !quantity.isIntegralNumber()) {
            throw new IOException("quantity is not a whole number: " + quantity);
        }
        return new PosChange(
                text(node, "transaction_id"), text(node, "store_id"), text(node, "sku_id"), quantity.longValue());
    }

    private static String text(JsonNode node, String field) throws IOException {
        JsonNode value = node.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new IOException(field + " is not a text: " + value);
        }
        return value.textValue();
    }
}
