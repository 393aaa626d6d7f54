package rung.testbed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbViewTest extends CountViewContract {
    @TempDir
    private static Path folder;

    private static DynamoDb server;
    private static DynamoDbClient client;
    private static DynamoDbView view;

    @BeforeAll
    static void start() throws IOException {
        server = DynamoDbTest.startOrSkip(folder);
        client = DynamoDbTest.client(server.endpoint(), Region.EU_WEST_1, "another");
        view = DynamoDbView.of(server.endpoint());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            view.close();
            client.close();
            server.close();
        }
    }

    @Override
    CountView empty() {
        lose();
        return view;
    }

    @Override
    void lose() {
        client.listTables().tableNames().forEach(table -> client.deleteTable(delete -> delete.tableName(table)));
    }

    @Override
    void lose(StoreSku unit) {
        client.deleteItem(delete -> delete.tableName("inventory")
                .key(Map.of(
                        "store_id", AttributeValue.fromS(unit.store()),
                        "sku_id", AttributeValue.fromS(unit.sku()))));
    }
}
