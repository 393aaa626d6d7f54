package rung.probe.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rung.core.config.ConfigException;
import rung.core.config.YamlFile;
import rung.probe.sql.NamedSql;
import rung.probe.stage.StageSettings;
import rung.probe.stage.delta.DeltaSettings;
import rung.probe.stage.dynamodb.DynamoSettings;
import rung.probe.stage.dynamodb.Login;
import rung.probe.stage.http.CacheUse;
import rung.probe.stage.http.HttpAuth;
import rung.probe.stage.http.HttpSettings;
import rung.probe.stage.iceberg.IcebergSettings;
import rung.probe.stage.jdbc.CycleFrom;
import rung.probe.stage.jdbc.JdbcSettings;
import rung.probe.stage.kafka.Content;
import rung.probe.stage.kafka.From;
import rung.probe.stage.kafka.Position;
import rung.probe.stage.kafka.TopicSettings;
import rung.probe.stage.redis.Held;
import rung.probe.stage.redis.RedisSettings;
import rung.probe.stage.trino.TrinoSettings;
import rung.probe.stage.trino.TrinoTable;

class StagesTest {
    @Test
    void readsAPageWithItsDefaults() throws Exception {
        assertThat(read("http: {url: 'http://a/{store}/{sku}', count: /quantity}"))
                .isEqualTo(HttpSettings.of("http://a/{store}/{sku}", "/quantity"));
    }

    @Test
    void readsAllThatCanBeSaidOfAPage() throws Exception {
        assertThat(read("http: {url: 'http://a/{store}', count: '/items/{sku}', cycle: /snapshot,"
                        + " headers: {Accept: application/json}, timeout: 250ms, parallelism: 8}"))
                .isEqualTo(new HttpSettings(
                        "http://a/{store}",
                        "/items/{sku}",
                        Optional.of("/snapshot"),
                        Map.of("Accept", "application/json"),
                        Duration.ofMillis(250),
                        8,
                        1_000_000));
    }

    @Test
    void readsHowAPageIsAskedFor() throws Exception {
        HttpSettings page = HttpSettings.of("http://a/{store}/{sku}", "/q");
        String http = "http: {url: 'http://a/{store}/{sku}', count: /q, ";
        assertThat(read(http + "auth: {basic: {user: u, password: p}}, cache-bypass: true, bypass-parameter: _}"))
                .isEqualTo(page.with(new HttpAuth.Basic("u", "p")).with(new CacheUse(true, Optional.of("_"), false)));
        assertThat(read(http + "auth: {bearer: t}, cache-bypass: true}"))
                .isEqualTo(page.with(new HttpAuth.Bearer("t")).with(CacheUse.aroundThem()));
        assertThat(read(http + "conditional: true, auth: {oauth2: {token-url: 'http://t/x', client-id: i,"
                        + " client-secret: s, scope: read}}}"))
                .isEqualTo(page.with(new HttpAuth.ClientCredentials("http://t/x", "i", "s", Optional.of("read")))
                        .with(new CacheUse(false, Optional.empty(), true)));
    }

    @Test
    void readsHashesAndStringsOfRedis() throws Exception {
        assertThat(read("redis: {uri: 'redis://a'}")).isEqualTo(RedisSettings.hashes(URI.create("redis://a")));
        assertThat(read("redis: {uri: 'redis://a', type: string}"))
                .isEqualTo(RedisSettings.strings(URI.create("redis://a")));
        assertThat(read("redis: {uri: 'redis://a', type: string, pointer: /q}"))
                .isEqualTo(new RedisSettings(
                        URI.create("redis://a"),
                        RedisSettings.DEFAULT_STRING,
                        new Held(Held.As.DOCUMENT, "/q"),
                        Duration.ofSeconds(1)));
        assertThat(read("redis: {uri: 'redis://a', type: json}"))
                .isEqualTo(new RedisSettings(
                        URI.create("redis://a"),
                        RedisSettings.DEFAULT_STRING,
                        new Held(Held.As.JSON, "$.quantity"),
                        Duration.ofSeconds(1)));
        assertThat(read("redis: {uri: 'redis://a/2', key: 's:{store}', field: 'k:{sku}', timeout: 50ms}"))
                .isEqualTo(new RedisSettings(
                        URI.create("redis://a/2"), "s:{store}", Held.field("k:{sku}"), Duration.ofMillis(50)));
    }

    @Test
    void readsAQuery() throws Exception {
        String sql = "select q from p where s = :store and k = :sku";
        assertThat(read("jdbc: {url: 'jdbc:x:y', sql: '" + sql + "'}"))
                .isEqualTo(JdbcSettings.of("jdbc:x:y", Map.of(), sql));
        assertThat(read("jdbc: {url: 'jdbc:x:y', properties: {user: u, password: p}, sql: 'select s, k, q, c from p',"
                        + " cycle: c, timeout: 30s, budget: 7, commit-log: none}"))
                .isEqualTo(new JdbcSettings(
                        "jdbc:x:y",
                        Map.of("user", "u", "password", "p"),
                        NamedSql.of("sql", "select s, k, q, c from p", List.of()),
                        new CycleFrom(Optional.of("c"), Optional.empty()),
                        Duration.ofSeconds(30),
                        7,
                        false));
        assertThat(read("jdbc: {url: 'jdbc:x:y', sql: 'select s, k, q from p', cycle-sql: 'select 1'}"))
                .isEqualTo(new JdbcSettings(
                        "jdbc:x:y",
                        Map.of(),
                        NamedSql.of("sql", "select s, k, q from p", List.of()),
                        new CycleFrom(Optional.empty(), Optional.of(NamedSql.of("cycle-sql", "select 1", List.of()))),
                        Duration.ofSeconds(5),
                        1_000_000,
                        true));
    }

    @Test
    void readsATable() throws Exception {
        assertThat(read("iceberg: {catalog: {uri: 'http://a'}, table: inventory.positions}"))
                .isEqualTo(IcebergSettings.of(Map.of("uri", "http://a"), "inventory.positions"));
        assertThat(read("iceberg: {catalog: {uri: 'http://a', warehouse: w}, table: i.p, store: s, sku: k, count: c,"
                        + " branch: audit, timeout: 3s}"))
                .isEqualTo(new IcebergSettings(
                        Map.of("uri", "http://a", "warehouse", "w"),
                        "i.p",
                        "s",
                        "k",
                        "c",
                        new IcebergSettings.Row(),
                        Optional.of("audit"),
                        Duration.ofSeconds(3)));
    }

    @Test
    void readsATableOfTransactions() throws Exception {
        assertThat(model("model: log")).isEqualTo(new IcebergSettings.Log(Optional.empty()));
        assertThat(model("model: log, transaction: tx")).isEqualTo(new IcebergSettings.Log(Optional.of("tx")));
    }

    private static IcebergSettings.Model model(String keys) throws ConfigException {
        return ((IcebergSettings) read("iceberg: {catalog: {uri: 'http://a'}, table: i.p, " + keys + "}")).model();
    }

    @Test
    void readsADeltaTable() throws Exception {
        assertThat(read("delta: {table: /lake/positions/}"))
                .isEqualTo(DeltaSettings.of("file:///lake/positions", Map.of()));
        assertThat(read("delta: {table: 's3://lake/p', io: {client.region: eu-west-1}, store: s, sku: k, count: c,"
                        + " model: log, transaction: tx, timeout: 3s}"))
                .isEqualTo(new DeltaSettings(
                        "s3://lake/p",
                        Map.of("client.region", "eu-west-1"),
                        "s",
                        "k",
                        "c",
                        new DeltaSettings.Log(Optional.of("tx")),
                        Duration.ofSeconds(3)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table: 'hdfs://n/t' | no storage is known for hdfs:",
                "table: /t, transaction: tx | write model: log beside it",
                "table: /t, store: a, sku: a | not three different columns",
                "table: /t, timeout: 0s | longer than nothing"
            })
    void refusesADeltaTableThatCannotBeRead(String keys, String why) {
        assertThatThrownBy(() -> read("delta: {" + keys + "}")).hasMessageContaining(why);
    }

    @Test
    void readsATableOfDynamoDb() throws Exception {
        assertThat(read("dynamodb: {table: t, key: {pk: '{store}', sk: '{sku}'}}"))
                .isEqualTo(new DynamoSettings(
                        "t",
                        Map.of("pk", "{store}", "sk", "{sku}"),
                        Set.of(),
                        "quantity",
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(2),
                        1_000));
        assertThat(read("dynamodb: {table: t, key: {pk: '{store}'}, numbers: [pk], count: 'i.{sku}', consistent: true,"
                        + " region: eu-west-1, endpoint: 'http://a:1', timeout: 1s, budget: 5,"
                        + " credentials: {access-key: a, secret-key: s, session-token: t}}"))
                .isEqualTo(new DynamoSettings(
                        "t",
                        Map.of("pk", "{store}"),
                        Set.of("pk"),
                        "i.{sku}",
                        true,
                        Optional.of("eu-west-1"),
                        Optional.of(URI.create("http://a:1")),
                        Optional.of(new Login("a", "s", Optional.of("t"))),
                        Duration.ofSeconds(1),
                        5));
    }

    @Test
    void readsATopicOfCountsAndOneOfMovements() throws Exception {
        assertThat(read("kafka: {bootstrap: 'a:1', topic: t, count: /quantity}"))
                .isEqualTo(TopicSettings.counts("a:1", "t", "/quantity"));
        assertThat(read("kafka: {bootstrap: 'a:1', topic: t, delta: /delta, transaction: /id}"))
                .isEqualTo(TopicSettings.movements("a:1", "t", "/delta", "/id"));
        assertThat(read("kafka: {bootstrap: 'a:1', topic: t, key: '{store}:{sku}', count: /q, deleted: /d, from: 2d,"
                        + " client: {client.rack: r1}, timeout: 1s, catch-up: 1m, value: json}"))
                .isEqualTo(new TopicSettings(
                        "a:1",
                        "t",
                        new Position.InKey("{store}:{sku}"),
                        new Content.OnHand("/q", Optional.of("/d")),
                        new From.Ago(Duration.ofDays(2)),
                        Map.of("client.rack", "r1"),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1)));
        assertThat(read("kafka: {bootstrap: 'a:1', topic: t, store: /s, sku: /k, delta: /q, kind: /d, distinct: false,"
                        + " from: beginning}"))
                .isEqualTo(new TopicSettings(
                        "a:1",
                        "t",
                        new Position.InValue("/s", "/k"),
                        new Content.Movements("/q", Optional.of("/d"), Optional.empty()),
                        From.BEGINNING,
                        Map.of(),
                        TopicSettings.DEFAULT_TIMEOUT,
                        TopicSettings.DEFAULT_CATCH_UP));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "htp: {url: 'http://a'} | did you mean \"http\"?",
                "{} | names no kind of stage; write one of iceberg, delta, http, redis, trino, kafka, jdbc, dynamodb",
                "{http: {url: 'http://a/{store}/{sku}', count: /q}, redis: {uri: 'redis://a'}} | names 2 kinds",
                "http: {url: 'http://a/{store}', count: /q} | neither url nor count names {sku}",
                "http: {url: 'http://a/{store}/{sku}', count: /q, auth: {}} | stage.http.auth (line 2): names no way of"
                        + " access; write one of basic, bearer, oauth2",
                "http: {url: 'http://a/{store}/{sku}', count: /q, auth: {bearer: hush, basic: {user: u, password: p}}} |"
                        + " names several ways of access",
                "http: {url: 'http://a/{store}/{sku}', count: /q, auth: {bearer: t}, headers: {authorization: x}} |"
                        + " headers has an Authorization beside auth; leave one of them out",
                "http: {url: 'http://a/{store}/{sku}', count: /q, auth: {oauth2: {token-url: 't', client-id: i,"
                        + " client-secret: s}}} | token-url does not begin with http://host or https://host",
                "http: {url: 'http://a/{store}/{sku}', count: /q, bypass-parameter: _} | bypass-parameter goes around"
                        + " caches; write cache-bypass: true beside it",
                "http: {url: 'http://a/{store}/{sku}', cuont: /q} | did you mean \"count\"?",
                "redis: {uri: 'redis://a', type: list} | is not known here; write one of hash, string, json",
                "redis: {uri: 'redis://a', type: string, field: f} | means something only beside type: hash; remove it",
                "redis: {uri: 'redis://a', pointer: /q} | means something only beside type: string; remove it",
                "redis: {uri: 'redis://a', type: string, pointer: q} | pointer \"q\" is no JSON Pointer",
                "redis: {uri: 'redis://a', type: json, path: q} | path \"q\" does not begin with $; write it like $.quantity",
                "dynamodb: {table: t} | stage.dynamodb.key",
                "dynamodb: {table: t, key: {pk: '{sku}'}} | neither key nor count names {store}; all stores would read",
                "dynamodb: {table: t, key: {pk: '{store}{sku}'}, endpoint: 'localhost:1'} | is not like http://127.0.0.1",
                "kafka: {bootstrap: 'a:1', topic: t} | has neither count nor delta; write count where messages tell the",
                "kafka: {bootstrap: 'a:1', topic: t, count: /q, delta: /d} | has both count and delta; write count where",
                "kafka: {bootstrap: 'a:1', topic: t, count: /q, kind: /k} | kind (line 2): means something only beside delta",
                "kafka: {bootstrap: 'a:1', topic: t, count: /q, transaction: /t} | only beside delta; remove it",
                "kafka: {bootstrap: 'a:1', topic: t, delta: /d, deleted: /x, transaction: /t} | only beside count; remove it",
                "kafka: {bootstrap: 'a:1', topic: t, delta: /d} | or distinct: false to add every message",
                "kafka: {bootstrap: 'a:1', topic: t, delta: /d, transaction: /t, distinct: false} | remove one of them",
                "kafka: {bootstrap: 'a:1', topic: t, count: /q, key: '{store}:{sku}', sku: /k} | stands beside key",
                "kafka: {bootstrap: 'a:1', topic: t, count: /q, value: avro} | is not known here; write one of json",
                "kafka: {bootstrap: 'a:1', topic: t, count: /q, from: start} | write beginning, latest, or a duration",
                "kafka: {bootstrap: 'a:1', topic: t, count: q} | count \"q\" is no JSON Pointer",
                "jdbc: {url: 'jdbc:x:y', sql: 'select 1', cycle: c, cycle-sql: 'select 1'} | stage.jdbc.cycle-sql (line"
                        + " 2): stands beside cycle; the commit is told by a column or by a query",
                "jdbc: {url: 'jdbc:x:y', sql: 'select :stor', budget: 5} | stage.jdbc (line 2): sql names :stor; did you"
                        + " mean :store?",
                "jdbc: {url: 'jdbc:x:y', budget: 5} | stage.jdbc.sql (line 2): is required; add it",
                "jdbc: {url: 'jdbc:x:y', sql: 'select 1', commit-log: no} | \"no\" is not known here; write one of kept,"
                        + " none",
                "iceberg: {catalog: {uri: 'http://a'}, table: positions} | write it like inventory.positions",
                "iceberg: {catalog: {type: rest}, table: a.b} | the catalog has no uri",
                "iceberg: {catalog: {uri: 'http://a'}, table: a.b, store: x, sku: x} | not three different columns",
                "iceberg: {catalog: {uri: 'http://a'}, table: a.b, model: log, transaction: quantity} | not four"
                        + " different",
                "iceberg: {catalog: {uri: 'http://a'}, table: a.b, transaction: tx} | write model: log beside it",
                "iceberg: {catalog: {uri: 'http://a'}, table: a.b, model: rows} | is not known here; did you mean"
                        + " \"row\"?",
                "iceberg: {catalog: {uri: 'http://a'}, table: a.b, timeout: 0s} | must be longer than nothing",
                "trino: {url: 'jdbc:trino://a', table: a.b.c, pni: true} | did you mean \"pin\"?",
            })
    void saysWhatIsWrong(String stage, String message) {
        assertThatThrownBy(() -> read(stage))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void readsATableOrAStatementOfTrino() throws Exception {
        assertThat(read("trino: {url: 'jdbc:trino://a:1', table: c.s.t, properties: {user: shop}}"))
                .isEqualTo(TrinoSettings.of("jdbc:trino://a:1", "c.s.t", "shop"));
        assertThat(read(
                        "trino: {url: 'jdbc:trino://a:1/c', table: s.t, store: x, sku: y, count: z, branch: audit, pin: true,"
                                + " query-every: 3, timeout: 5s, scan-limit: 20MB, budget: 7}"))
                .isEqualTo(new TrinoSettings(
                        "jdbc:trino://a:1/c",
                        Optional.of(new TrinoTable("s.t", "x", "y", "z", Optional.of("audit"))),
                        Optional.empty(),
                        true,
                        3,
                        Duration.ofSeconds(5),
                        "20MB",
                        7,
                        Map.of()));
        assertThat(read("trino: {url: 'jdbc:trino://a:1', sql: 'select q from t where s = :store and k = :sku'}"))
                .isInstanceOfSatisfying(TrinoSettings.class, settings -> {
                    assertThat(settings.table()).isEmpty();
                    assertThat(settings.budget()).isEqualTo(TrinoSettings.DEFAULT_SQL_BUDGET);
                });
        assertThat(read("trino: {url: 'jdbc:trino://a:1', table: c.s.t,"
                        + " sql: 'select q from t where s = :store and k = :sku'}"))
                .isInstanceOfSatisfying(TrinoSettings.class, settings -> assertThat(settings.queryEvery())
                        .isEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "url: 'http://a', table: c.s.t | stage.trino (line 2): url http://a does not begin with jdbc:trino://host;"
                        + " write it like jdbc:trino://trino.example:443/iceberg/inventory",
                "url: 'jdbc:trino://u:hush@a', table: c.s.t | stage.trino (line 2): url jdbc:trino://a has more in it than"
                        + " host, port, catalog and schema; write the rest under properties, such as {user: rung, SSL: true}",
                "url: 'jdbc:trino://a/c/s/t', table: t | stage.trino (line 2): url jdbc:trino://a/c/s/t has more behind its"
                        + " host than a catalog and a schema; leave the rest out",
                "url: 'jdbc:trino://a' | stage.trino.table (line 2): is required; add it",
                "url: 'jdbc:trino://a', table: s.t | stage.trino (line 2): table \"s.t\" lacks its catalog, which url does"
                        + " not name either; write it like iceberg.inventory.positions",
                "url: 'jdbc:trino://a/c', table: t | stage.trino (line 2): table \"t\" lacks its schema, which url does"
                        + " not name either; write it like iceberg.inventory.positions",
                "url: 'jdbc:trino://a', table: c..t | stage.trino (line 2): table \"c..t\" is no name of a table; write it"
                        + " like iceberg.inventory.positions",
                "url: 'jdbc:trino://a', table: c.s.t, store: x, sku: x | stage.trino (line 2): store, sku and count are not"
                        + " three different columns: x, x, quantity",
                "url: 'jdbc:trino://a', sql: 'select 1 where 1 = :store' | stage.trino (line 2): sql does not name both"
                        + " :store and :sku; all keys would read the same count",
                "url: 'jdbc:trino://a', sql: 'select :stor, :sku' | stage.trino (line 2): sql names :stor; did you mean"
                        + " :store? (known: :store, :sku)",
                "url: 'jdbc:trino://a', table: c.s.t, timeout: 0s | stage.trino (line 2): timeout is PT0S; write 1ms to 30m",
                "url: 'jdbc:trino://a', table: c.s.t, scan-limit: lots | stage.trino (line 2): scan-limit is \"lots\"; write a"
                        + " whole number and kB, MB, GB, TB or PB, such as 1GB",
                "url: 'jdbc:trino://a', table: c.s.t, properties: {pasword: hush} | stage.trino (line 2): properties has"
                        + " pasword, which Trino's driver does not know; did you mean password?",
                "url: 'jdbc:trino://a', table: c.s.t, properties: {accessToken: hush} | stage.trino (line 2): properties has"
                        + " accessToken, which is sent over TLS only; add SSL: true, or leave it out",
            })
    void saysWhatIsWrongWithATrino(String settings, String message) {
        assertThatThrownBy(() -> read("trino: {" + settings + "}"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("pipelines.yaml: 1 problem\n  " + message)
                .hasMessageNotContaining("hush");
    }

    @Test
    void aStatementLeavesNoRoomForColumns() {
        assertThatThrownBy(
                        () -> read("trino: {url: 'jdbc:trino://a', sql: 'select :store, :sku', pin: true, count: q}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("stage.trino.pin (line 2): no such key; remove it")
                .hasMessageContaining("stage.trino.count (line 2): no such key; remove it");
    }

    @Test
    void aUriThatCannotBeReadIsNotRepeated() {
        assertThatThrownBy(() -> read("redis: {uri: 'redis://u:hush hush@a'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("percent-encode special characters")
                .hasMessageNotContaining("hush");
    }

    private static StageSettings read(String stage) throws ConfigException {
        YamlFile file = YamlFile.parse(
                "pipelines.yaml", stage.startsWith("{") ? "stage: " + stage : "stage:\n  " + stage, Map.of());
        Optional<StageSettings> settings = Stages.read(file.root().section("stage"));
        file.verify();
        return settings.orElseThrow();
    }
}
