package rung.probe.stage.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import rung.core.measure.Commit;
import rung.core.measure.StockKey;
import rung.probe.stage.Stage;

/** What a stage tells of the commits of an engine, beside what that engine wrote into them. */
final class EngineCommits {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Stage stage;
    private final StockKey key;
    private final Catalog catalog;
    private final TableIdentifier name;
    private final String engine;

    /** @param engine only its commits count; others, such as a compactor's, are left out */
    EngineCommits(Stage stage, StockKey key, Catalog catalog, String table, String engine) {
        this.stage = stage;
        this.key = key;
        this.catalog = catalog;
        this.name = TableIdentifier.parse(table);
        this.engine = engine;
    }

    record Told(Commit commit, Map<String, String> summary) {
        String job() {
            return commit.writer().job();
        }

        String batch() {
            return commit.writer().batch();
        }

        String said(String property) {
            return summary.getOrDefault(property, "");
        }
    }

    /** All of one job, each of a batch of its own. */
    static void areOneJobs(List<Told> before, List<Told> after) {
        List<Told> all = new ArrayList<>(before);
        all.addAll(after);
        assertThat(before.get(0).job()).isNotEmpty();
        assertThat(all).extracting(Told::job).containsOnly(before.get(0).job());
        assertThat(all).extracting(Told::batch).doesNotContain("").doesNotHaveDuplicates();
    }

    /** The next so many that are made, oldest first; those that the stage has not told of yet are passed over. */
    List<Told> next(int many) throws InterruptedException {
        stage.read(Set.of(key));
        List<Told> told = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            stage.read(Set.of(key));
            Table table = catalog.loadTable(name);
            for (Commit commit : stage.commits()) {
                Optional<Snapshot> snapshot = Optional.ofNullable(
                        table.snapshot(Long.parseLong(commit.cycle().id())));
                if (commit.writer().engine().equals(engine) && snapshot.isPresent()) {
                    told.add(new Told(commit, snapshot.get().summary()));
                }
            }
            return told.size() >= many;
        });
        told.forEach(one -> System.out.println(one.commit().writer() + " of " + one.summary()));
        return told;
    }
}
