package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoDbTest {
    @TempDir
    private Path folder;

    @Test
    void itKeepsAnItemChecksAConditionAndEndsWhenClosed() throws Exception {
        URI endpoint;
        try (DynamoDb server = startOrSkip(folder)) {
            endpoint = server.endpoint();
            assertThat(endpoint.getHost()).isEqualTo("127.0.0.1");
            try (DynamoDbClient writer = client(endpoint, Region.EU_WEST_1, "one")) {
                createCounts(writer);
                writer.putItem(put -> put.tableName("counts").item(item("A", 7)));
                assertThatThrownBy(() -> writer.putItem(put -> put.tableName("counts")
                                .item(item("A", 8))
                                .conditionExpression("attribute_not_exists(sku_id)")))
                        .isInstanceOf(ConditionalCheckFailedException.class);
            }
            try (DynamoDbClient reader = client(endpoint, Region.AP_SOUTH_1, "two")) {
                assertThat(reader.getItem(get -> get.tableName("counts")
                                        .key(Map.of("sku_id", AttributeValue.fromS("A")))
                                        .consistentRead(true))
                                .item())
                        .isEqualTo(item("A", 7));
            }
        }

        try (DynamoDbClient late = client(endpoint, Region.EU_WEST_1, "one")) {
            assertThatThrownBy(late::listTables).isInstanceOf(SdkClientException.class);
        }
    }

    @Test
    void nobodyElseOnTheNetworkCanConnect() throws Exception {
        try (DynamoDb server = startOrSkip(folder)) {
            List<InetAddress> others = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .toList();
            for (InetAddress address : others) {
                assertThatThrownBy(() -> new Socket(address, server.endpoint().getPort()).close())
                        .as(address.toString())
                        .isInstanceOf(IOException.class);
            }
            new Socket(InetAddress.getLoopbackAddress(), server.endpoint().getPort()).close();
        }
    }

    /** A machine that has never downloaded the engine, and cannot, skips the test; one that cannot build it fails it. */
    static DynamoDb startOrSkip(Path folder) throws IOException {
        try {
            return DynamoDb.start(folder);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.contains("was not downloaded")) {
                Assumptions.abort(reason);
            }
            throw e;
        }
    }

    private static void createCounts(DynamoDbClient client) {
        AttributeDefinition sku = AttributeDefinition.builder()
                .attributeName("sku_id")
                .attributeType(ScalarAttributeType.S)
                .build();
        KeySchemaElement key = KeySchemaElement.builder()
                .attributeName("sku_id")
                .keyType(KeyType.HASH)
                .build();
        client.createTable(create -> create.tableName("counts")
                .attributeDefinitions(sku)
                .keySchema(key)
                .billingMode(BillingMode.PAY_PER_REQUEST));
    }

    private static Map<String, AttributeValue> item(String sku, long quantity) {
        return Map.of("sku_id", AttributeValue.fromS(sku), "quantity", AttributeValue.fromN(Long.toString(quantity)));
    }

    static DynamoDbClient client(URI endpoint, Region region, String user) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(user, "secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
