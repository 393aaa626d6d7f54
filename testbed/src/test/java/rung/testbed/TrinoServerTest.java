package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("reference")
class TrinoServerTest {
    private static final StoreSku JACKET = new StoreSku("9901", "RUNG-0001");
    private static final StoreSku SHOES = new StoreSku("9901", "RUNG-0002");

    @Test
    void readsWhatIsLeftAfterEqualityDeletesAndAfterDeletionVectors(@TempDir Path folder) throws Exception {
        if (TrinoServer.java25().isEmpty()) {
            Assumptions.abort("no Java 25: install a JDK 25 beside this one, or name one in RUNG_JAVA25, to run it");
        }
        try (RestCatalog catalog = RestCatalog.start(folder.resolve("catalog"))) {
            ((SupportsNamespaces) catalog.backend()).createNamespace(Namespace.of("inventory"));
            for (int version : new int[] {2, 3}) {
                InventoryTable table = InventoryTable.create(
                        catalog.backend(),
                        TableIdentifier.of("inventory", "positions_v" + version),
                        version,
                        PartitionSpec.unpartitioned());
                table.append(Map.of(JACKET, 5L, SHOES, 7L));
                table.upsert(Map.of(JACKET, 4L));
                table.upsert(Map.of(JACKET, 3L));
            }
            EngineProcess process;
            try (TrinoServer trino = TrinoServer.start(
                    folder.resolve("trino"), catalog.uri(), sentence -> System.out.println(sentence))) {
                process = trino.process();

                assertThat(counts(trino, "inventory.positions_v2")).isEqualTo(Map.of(JACKET, 3L, SHOES, 7L));
                assertThat(counts(trino, "inventory.positions_v3")).isEqualTo(Map.of(JACKET, 3L, SHOES, 7L));
                assertThat(listensBeyondThisMachine(trino.port())).isFalse();
            }
            assertThat(process.alive()).isFalse();
        }
    }

    private static Map<StoreSku, Long> counts(TrinoServer trino, String table) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("user", "test");
        Map<StoreSku, Long> counts = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(trino.jdbcUrl(), properties);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT store_id, sku_id, quantity FROM " + table)) {
            while (rows.next()) {
                counts.merge(new StoreSku(rows.getString(1), rows.getString(2)), rows.getLong(3), (one, other) -> {
                    throw new AssertionError("two live rows: " + one + ", " + other);
                });
            }
        }
        return counts;
    }

    private static boolean listensBeyondThisMachine(int port) throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .anyMatch(address -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress(address, port), 1000);
                        return true;
                    } catch (IOException e) {
                        return false;
                    }
                });
    }
}
