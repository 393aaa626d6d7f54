package rung.reporter.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import rung.reporter.metrics.Metric;

/** What Grafana's dashboard-linter asks of dashboards, a test for each of its rules; it is no program of the JVM. */
class DashboardLintTest {
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\{([^}]*)}");

    static Stream<Arguments> dashboards() {
        return Sheets.all().stream().map(sheet -> {
            try {
                return Arguments.of(Named.of(sheet.uid(), new ObjectMapper().readTree(SheetJson.write(sheet))));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static JsonNode variable(JsonNode dashboard, String name) {
        for (JsonNode one : dashboard.at("/templating/list")) {
            if (one.path("name").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError("no variable " + name);
    }

    private static List<JsonNode> panels(JsonNode dashboard) {
        List<JsonNode> panels = new ArrayList<>();
        for (JsonNode panel : dashboard.path("panels")) {
            if (!panel.path("type").asText().equals("row")) {
                panels.add(panel);
            }
        }
        return panels;
    }

    /** Each query of a panel with its title. */
    static List<Map.Entry<String, String>> queries(JsonNode dashboard) {
        List<Map.Entry<String, String>> queries = new ArrayList<>();
        for (JsonNode panel : panels(dashboard)) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(Map.entry(
                        panel.path("title").asText(), target.path("expr").asText()));
            }
        }
        return queries;
    }

    /** Its variables filled as Grafana fills them when all is chosen. */
    static String filled(String expression) {
        return expression.replaceAll("\\$(job|instance|pipeline|stage)", ".+").replace("$__rate_interval", "1m");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void templateDatasource(JsonNode dashboard) {
        JsonNode source = variable(dashboard, "datasource");

        assertThat(source.path("type").asText()).isEqualTo("datasource");
        assertThat(source.path("query").asText()).isEqualTo("prometheus");
        assertThat(source.path("label").asText()).isEqualTo("Data source");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void templateJobAndInstance(JsonNode dashboard) {
        for (String name : List.of("job", "instance")) {
            JsonNode one = variable(dashboard, name);
            assertThat(one.path("type").asText()).isEqualTo("query");
            assertThat(one.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(one.path("multi").asBoolean()).isTrue();
            assertThat(one.path("allValue").asText()).isEqualTo(".+");
            assertThat(one.path("label").asText()).isEqualToIgnoringCase(name);
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void templateLabelPromqlAndOnTimeChangeReload(JsonNode dashboard) {
        for (JsonNode one : dashboard.at("/templating/list")) {
            if (one.path("type").asText().equals("query")) {
                assertThat(one.path("query").asText())
                        .matches("label_values\\(freshness_[a-z_]+(\\{[^}]*})?, [a-z]+\\)");
                assertThat(one.path("refresh").asInt()).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelDatasourceTitleDescriptionUnitsAndTargets(JsonNode dashboard) {
        assertThat(panels(dashboard)).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("description").asText()).endsWith(".");
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
            assertThat(panel.path("targets")).isNotEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void uneditableDashboard(JsonNode dashboard) {
        assertThat(dashboard.path("editable").asBoolean(true)).isFalse();
        assertThat(dashboard.path("uid").asText()).matches("freshness-[a-z]+");
        Set<Integer> ids = new TreeSet<>();
        dashboard
                .path("panels")
                .forEach(panel -> assertThat(ids.add(panel.path("id").asInt())).isTrue());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void targetJobAndInstance(JsonNode dashboard) {
        for (Map.Entry<String, String> query : queries(dashboard)) {
            Matcher selector = SELECTOR.matcher(query.getValue());
            int found = 0;
            while (selector.find()) {
                found++;
                assertThat(selector.group(2)).as(query.getKey()).contains("job=~\"$job\"", "instance=~\"$instance\"");
            }
            assertThat(found).as(query.getKey()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void targetRateInterval(JsonNode dashboard) {
        for (Map.Entry<String, String> query : queries(dashboard)) {
            assertThat(query.getValue().replaceAll("\\[(\\$__rate_interval|5m|1h|6h|30d)]", ""))
                    .as(query.getKey() + ": fixed windows are those of the budget alone")
                    .doesNotContain("[");
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void targetCounterAggregation(JsonNode dashboard) {
        for (Map.Entry<String, String> query : queries(dashboard)) {
            Matcher counter = Pattern.compile("(\\w+\\()?\\b(freshness_\\w+_(total|bucket|sum|count))\\b")
                    .matcher(query.getValue());
            while (counter.find()) {
                assertThat(counter.group(1)).as(query.getKey()).isIn("rate(", "increase(");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void whatIsAskedForIsInTheCatalogue(JsonNode dashboard) {
        Set<String> known = new TreeSet<>();
        for (Metric metric : Metric.values()) {
            known.add(metric.title());
            if (metric.kind() == Metric.Kind.HISTOGRAM) {
                List.of("_bucket", "_sum", "_count").forEach(suffix -> known.add(metric.title() + suffix));
            }
        }
        for (Map.Entry<String, String> query : queries(dashboard)) {
            Matcher name = Pattern.compile("\\bfreshness_\\w+").matcher(query.getValue());
            while (name.find()) {
                assertThat(known).contains(name.group());
            }
        }
    }

    /** Prometheus' own parser reads each query as the expression of a rule. */
    @ParameterizedTest
    @MethodSource("dashboards")
    void targetPromql(JsonNode dashboard, @TempDir Path folder) throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n  - name: queries\n    rules:\n");
        int number = 0;
        for (Map.Entry<String, String> query : queries(dashboard)) {
            rules.append("      - record: query_")
                    .append(number++)
                    .append("\n        expr: |-\n          ")
                    .append(filled(query.getValue()))
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("queries.yml"), rules);

        assertThat(Promtool.run(List.of("check", "rules", file.toString()))).contains(number + " rules found");
    }
}
