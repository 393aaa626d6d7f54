package rung.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestCatalogTest {
    private static final Namespace INVENTORY = Namespace.of("inventory");
    private static final TableIdentifier NAME = TableIdentifier.of(INVENTORY, "positions");

    @TempDir
    private Path folder;

    private RestCatalog server;
    private RESTCatalog client;

    @BeforeEach
    void start() throws IOException {
        server = RestCatalog.start(folder.resolve("a folder with spaces"));
        client = (RESTCatalog) server.connect();
        client.createNamespace(INVENTORY);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void aTableThatDidNotChangeIsAnsweredWith304() throws IOException {
        InventoryTable writer = create();
        writer.append(Map.of(new StoreSku("0001", "A"), 1L));
        client.loadTable(NAME);
        long requests = server.requests();
        long notModified = server.notModified();

        Table again = client.loadTable(NAME);

        assertThat(server.requests()).isEqualTo(requests + 1);
        assertThat(server.notModified()).isEqualTo(notModified + 1);
        assertThat(again.currentSnapshot().snapshotId())
                .isEqualTo(writer.table().currentSnapshot().snapshotId());
    }

    @Test
    void aTableThatChangedIsSentAgain() throws IOException {
        InventoryTable writer = create();
        client.loadTable(NAME);
        InventoryTable.of(server.backend().loadTable(NAME)).append(Map.of(new StoreSku("0001", "A"), 1L));
        long notModified = server.notModified();

        Table changed = client.loadTable(NAME);

        assertThat(writer.table().currentSnapshot()).isNull();
        assertThat(changed.currentSnapshot()).isNotNull();
        assertThat(server.notModified()).isEqualTo(notModified);
    }

    @Test
    void theTagOfATableWithAllSnapshotsIsNotTheOneOfTheNamedSnapshots() throws Exception {
        create();
        String tag = get("/v1/namespaces/inventory/tables/positions", "none")
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        HttpResponse<String> same = get("/v1/namespaces/inventory/tables/positions?snapshots=all", tag);
        HttpResponse<String> refs = get("/v1/namespaces/inventory/tables/positions?snapshots=refs", tag);

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(refs.statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNotThereIsTheProtocolsError() throws Exception {
        assertThat(client.tableExists(NAME)).isFalse();
        assertThat(client.namespaceExists(Namespace.of("elsewhere"))).isFalse();
        assertThatThrownBy(() -> client.loadTable(NAME)).isInstanceOf(NoSuchTableException.class);
        assertThatThrownBy(() -> client.listTables(Namespace.of("elsewhere")))
                .isInstanceOf(NoSuchNamespaceException.class);
        assertThatThrownBy(() -> client.createNamespace(INVENTORY)).isInstanceOf(AlreadyExistsException.class);

        HttpResponse<String> missing = get("/v1/namespaces/inventory/tables/none", "none");
        HttpResponse<String> unspoken = get("/v1/namespaces/inventory/views", "none");

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("\"type\":\"NoSuchTableException\"", "\"code\":404");
        assertThat(unspoken.statusCode()).isEqualTo(400);
        assertThat(unspoken.body()).contains("No route for GET /v1/namespaces/inventory/views");
    }

    @Test
    void namespacesAndTablesAreListedAndDropped() {
        create();
        assertThat(client.listNamespaces()).containsExactly(INVENTORY);
        assertThat(client.loadNamespaceMetadata(INVENTORY)).isNotNull();
        assertThat(client.listTables(INVENTORY)).containsExactly(NAME);
        assertThat(client.tableExists(NAME)).isTrue();

        assertThat(client.dropTable(NAME, true)).isTrue();
        assertThat(client.dropNamespace(INVENTORY)).isTrue();

        assertThat(client.listNamespaces()).isEmpty();
    }

    @Test
    void ofTwoConflictingCommitsTheSecondFails() {
        create();
        Table first = client.loadTable(NAME);
        Table second = client.loadTable(NAME);
        first.updateSchema().addColumn("a", Types.LongType.get()).commit();

        assertThatThrownBy(() -> second.updateSchema()
                        .addColumn("b", Types.LongType.get())
                        .commit())
                .isInstanceOf(CommitFailedException.class);
    }

    private InventoryTable create() {
        return InventoryTable.create(client, NAME, 2, PartitionSpec.unpartitioned());
    }

    private HttpResponse<String> get(String path, String tag) throws IOException, InterruptedException {
        URI uri = server.uri().resolve(path);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri).header("If-None-Match", tag).build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
