package rung.probe.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.config.ConfigException;
import rung.core.ladder.LadderFile;

/** The schema that editors use, and the reader that decides, say the same. */
class PipelinesSchemaTest {
    private static final Pattern KNOWN = Pattern.compile("zzz.*\\(known: (.*)\\)");

    private static final String FULL = """
            timezone: Asia/Kolkata
            peaks:
              evening: {daily: 18:00-22:00, days: [fri, sat]}
              event: {from: 2026-11-27T00:00, to: 2026-11-28T00:00}
            pipelines:
              sales:
                promise: {tier: 3, at: api, in: [evening, event]}
                keys: {stores: [9901, "99{02..04}"], skus: ["RUNG-{0001..0003}"]}
                source:
                  kafka: {bootstrap: 'k:9092', topic: pos, key: '{sku}', headers: {till: '{store}'}, client: {compression.type: lz4}, delivery-timeout: 5s, format: avro, schema: '{"type": "record", "name": "Sale", "fields": [{"name": "s", "type": "string"}, {"name": "k", "type": "string"}, {"name": "d", "type": "int"}]}', registry: {url: 'http://r', subject: s, register: false, headers: {A: b}}, value: '{"s": "{store}", "k": "{sku}", "d": {delta}}'}
                stages:
                  - table: {iceberg: {catalog: {uri: 'http://c'}, table: a.b, store: s, sku: k, count: q, branch: main}, poll: 1s}
                  - lake: {delta: {table: 's3://b/t', io: {client.region: eu-west-1}, store: s, sku: k, count: q, model: log, transaction: tx, timeout: 5s}}
                  - view: {redis: {uri: 'redis://r', type: hash, key: 'i:{store}', field: '{sku}', timeout: 1s}}
                  - cdc: {kafka: {bootstrap: 'k:9092', topic: t, value: json, store: /a/s, sku: /a/k, count: /a/q, deleted: /d, from: 2d, client: {client.rack: r}, timeout: 1s, catch-up: 1m}}
                  - keyed: {kafka: {bootstrap: 'k:9092', topic: t, key: '{store}:{sku}', count: /q}}
                  - moved: {kafka: {bootstrap: 'k:9092', topic: t, delta: /q, kind: /d, transaction: /t, distinct: true, from: latest}}
                  - hot: {dynamodb: {table: t, key: {pk: '{store}', sk: '{sku}'}, numbers: [pk], count: q, consistent: true, region: eu-west-1, endpoint: 'http://a:1', credentials: {access-key: a, secret-key: s, session-token: t}, timeout: 1s, budget: 10}}
                  - engine: {jdbc: {url: 'jdbc:postgresql://d/i', properties: {user: u}, sql: 'select q, v from p where s = :store and k = :sku', cycle: v, timeout: 5s, budget: 50, commit-log: kept}}
                  - api: {http: {url: 'http://a/{store}/{sku}', count: /q, cycle: /v, headers: {Accept: json}, timeout: 1s, parallelism: 2, cache-bypass: true, conditional: true, auth: {oauth2: {token-url: 'http://t/x', client-id: i, client-secret: s}}}, poll: 5s, cache: 30s}
                canary: {every: 2s}
              till:
                keys: {stores: ["1"], skus: ["2"]}
                source:
                  jdbc: {url: 'jdbc:postgresql://p/s', properties: {user: u}, commit-time: none, delivery-timeout: 5s, insert: 'insert into t values (:store, :sku, :delta)'}
                stages: [{shelf: {redis: {uri: 'redis://r'}}}]
              pos:
                keys: {stores: ["3"], skus: ["2"]}
                source:
                  http: {url: 'http://p/sales', method: put, headers: {A: b}, idempotency-header: K, idempotency-key: '{transaction}', accept: [201, 409], check: head, parallelism: 4, delivery-timeout: 5s, body: '{"s": "{store}", "k": "{sku}", "d": {delta}}'}
                stages: [{shelf: {redis: {uri: 'redis://r'}}}]
            """;

    private static final String SMALL = """
            timezone: UTC
            pipelines:
              sales:
                keys: {stores: ["1"], skus: ["2"]}
                source: {kafka: {bootstrap: 'k:9092', topic: pos, value: '{"s": "{store}", "k": "{sku}", "d": {delta}}'}}
                stages: [{view: {redis: {uri: 'redis://r'}}}]
            """;

    @ParameterizedTest
    @ValueSource(strings = {FULL, SMALL})
    void aFileThatTheReaderTakesValidates(String text) throws Exception {
        PlanFile.parse("pipelines.yaml", text, LadderFile.standard(), Map.of());

        assertThat(problems(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stores: \\[.*?\\]=stores: '9901'",
                "stores: \\[.*?\\]=stores: []",
                "timezone: .*=timezones: UTC",
                "    source: .*=    sources: {}",
                "sales:=our sales:",
                "view: =the view: ",
                "redis: \\{uri=reddis: {uri",
                "uri: =url: ",
                "    stages: .*=    stages: []",
                "\\}\\}\\}\\]=}}, poll: soon}]",
                "\\}\\}\\}\\]=}, http: {url: 'http://a/{store}/{sku}', count: /q}}}]",
            })
    void aFileThatTheReaderRefusesForItsShapeDoesNotValidate(String change) {
        String[] parts = change.split("=", 2);
        String text = SMALL.replaceFirst(parts[0], Matcher.quoteReplacement(parts[1]));
        assertThat(text).isNotEqualTo(SMALL);

        assertThat(refused(text)).as("the reader").isNotEmpty();
        assertThat(problems(text)).as("the schema").isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timezone: Asia/Kolkata | zzz: 1\\ntimezone: Asia/Kolkata | /properties",
                "evening: { | evening: {zzz: 1, | /$defs/peak/oneOf/0/properties",
                "event: { | event: {zzz: 1, | /$defs/peak/oneOf/1/properties",
                "'  sales:' | '  sales:\\n    zzz: 1' | /$defs/pipeline/properties",
                "promise: { | promise: {zzz: 1, | /$defs/pipeline/properties/promise/properties",
                "keys: { | keys: {zzz: 1, | /$defs/pipeline/properties/keys/properties",
                "'    source:' | '    source:\\n      zzz: 1' | /$defs/pipeline/properties/source/properties",
                "kafka: { | kafka: {zzz: 1, | /$defs/kafka/properties",
                "registry: { | registry: {zzz: 1, | /$defs/kafka/properties/registry/properties",
                "'  jdbc: {' | '  jdbc: {zzz: 1,' | /$defs/jdbcSource/properties",
                "'http: {url: ''http://p' | 'http: {zzz: 1, url: ''http://p' | /$defs/httpSource/properties",
                "view: { | view: {zzz: 1, | /$defs/stage/properties",
                "iceberg: { | iceberg: {zzz: 1, | /$defs/iceberg/properties",
                "delta: { | delta: {zzz: 1, | /$defs/delta/properties",
                "http: { | http: {zzz: 1, | /$defs/http/properties",
                "auth: { | auth: {zzz: 1, | /$defs/http/properties/auth/properties",
                "oauth2: { | oauth2: {zzz: 1, | /$defs/http/properties/auth/properties/oauth2/properties",
                "redis: { | redis: {zzz: 1, | /$defs/redis/properties",
                "cdc: {kafka: { | cdc: {kafka: {zzz: 1, | /$defs/topic/properties",
                "jdbc: { | jdbc: {zzz: 1, | /$defs/jdbc/properties",
                "dynamodb: { | dynamodb: {zzz: 1, | /$defs/dynamodb/properties",
                "credentials: { | credentials: {zzz: 1, | /$defs/dynamodb/properties/credentials/properties",
                "canary: { | canary: {zzz: 1, | /$defs/pipeline/properties/canary/properties",
            })
    void theKeysOfTheSchemaAreThoseOfTheReader(String place, String withUnknownKey, String properties)
            throws Exception {
        String text =
                FULL.replaceFirst(Pattern.quote(place), Matcher.quoteReplacement(withUnknownKey.replace("\\n", "\n")));

        Matcher known = KNOWN.matcher(refused(text));

        assertThat(known.find()).as(refused(text)).isTrue();
        Set<String> inSchema = new TreeSet<>();
        schema().at(properties).fieldNames().forEachRemaining(inSchema::add);
        assertThat(new TreeSet<>(Arrays.asList(known.group(1).split(", ")))).isEqualTo(inSchema);
        assertThat(problems(text)).as("an unknown key does not validate").isNotEmpty();
    }

    @Test
    void everyObjectOfTheSchemaIsClosedOrSaysWhatItHolds() throws Exception {
        List<String> open = new ArrayList<>();
        collectOpen(schema(), "", open);

        assertThat(open).isEmpty();
    }

    private static void collectOpen(JsonNode node, String path, List<String> open) {
        if (node.path("type").asText().equals("object") && !node.has("additionalProperties")) {
            open.add(path);
        }
        node.properties().forEach(field -> collectOpen(field.getValue(), path + "/" + field.getKey(), open));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collectOpen(node.get(i), path + "/" + i, open);
        }
    }

    private static String refused(String text) {
        try {
            PlanFile.parse("pipelines.yaml", text, LadderFile.standard(), Map.of());
            return "";
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static List<?> problems(String text) {
        try {
            JsonNode file = new ObjectMapper(new YAMLFactory()).readTree(text);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema())
                    .validate(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode schema() throws IOException {
        try (InputStream in = Objects.requireNonNull(PlanFile.class.getResourceAsStream("pipelines.schema.json"))) {
            return new ObjectMapper().readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
