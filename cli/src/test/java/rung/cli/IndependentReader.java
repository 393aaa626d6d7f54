package rung.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes page 1 of a report from {@code report.json} and the CSV of its facts, as {@code page1.py} does and with none
 * of Rung's classes: what a sceptic would write from the method's description.
 */
final class IndependentReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double[][] KEPT = {{-1, .30}, {-.85, .20}, {-.65, .18}, {-.45, .14}, {-.25, .10}, {-.1, .08}};
    private static final double[][] MISSED = {{.5, .12}, {1, .16}, {2, .20}, {4, .20}, {9, .16}, {19, .16}};
    private static final long SLIP = 50_000_000;
    private static final int NEVER = -1;

    private final JsonNode report;
    private final List<String[]> rows = new ArrayList<>();
    private final List<String> columns;
    private final long until;

    /** A row in nanoseconds since 1970; {@code seen} is -1 when it was not. */
    private record Sale(
            long intended, long handed, long missed, long seen, boolean spoilt, String lane, String cycle) {}

    /** The names in these facts hold no commas, so that a comma ends a cell. */
    IndependentReader(Path reportJson, Path csv) throws IOException {
        report = JSON.readTree(Files.readString(reportJson));
        List<String> lines = Files.readAllLines(csv);
        columns = List.of(lines.get(0).split(",", -1));
        lines.stream().skip(1).forEach(line -> rows.add(line.split(",", -1)));
        until = ns(report.at("/facts/known_until").asText());
    }

    ArrayNode pages() {
        ArrayNode pages = JSON.createArrayNode();
        report.at("/pipelines").forEach(pipeline -> pages.add(page(pipeline)));
        return pages;
    }

    private ObjectNode page(JsonNode pipeline) {
        JsonNode stage = pipeline.at("/stages");
        for (JsonNode one : pipeline.at("/stages")) {
            stage = one.at("/id").equals(pipeline.at("/promised_stage")) ? one : stage;
        }
        ObjectNode page = JSON.createObjectNode();
        page.set("id", pipeline.at("/id"));
        for (String name : List.of("judged", "headline")) {
            page.set(name, pipeline.at("/" + name).isNull() ? null : window(pipeline.at("/" + name), pipeline, stage));
        }
        JsonNode edges = page.at("/headline/edges");
        Integer tier = edges.get(edges.size() - 1).at("/state").asText().equals("missed") ? Integer.valueOf(0) : null;
        for (int i = edges.size() - 1; i >= 0; i--) {
            tier = edges.get(i).at("/state").asText().equals("kept")
                    ? Integer.valueOf(edges.get(i).at("/tier").asInt())
                    : tier;
        }
        page.put("tier", tier);
        page.put("verdict", "no-promise");
        for (JsonNode edge : page.at("/judged/edges")) {
            if (edge.at("/tier").equals(pipeline.at("/promise/tier"))) {
                page.put("verdict", edge.at("/state").asText().replace("kept", "met"));
            }
        }
        return page;
    }

    private ObjectNode window(JsonNode window, JsonNode pipeline, JsonNode stage) {
        long begin = ns(window.at("/from").asText());
        long end = ns(window.at("/to").asText());
        long length = nanos(pipeline.at("/slot_seconds"));
        List<Sale> sales = new ArrayList<>();
        for (String[] row : rows) {
            long slot = ns(cell(row, "slot_begin"));
            if (cell(row, "pipeline").equals(pipeline.at("/id").asText())
                    && cell(row, "stage").equals(stage.at("/id").asText())
                    && slot >= begin
                    && slot + length <= end) {
                long intended = ns(cell(row, "intended"));
                sales.add(new Sale(
                        intended,
                        ns(cell(row, "handed_at"), intended),
                        ns(cell(row, "missed_at"), intended),
                        ns(cell(row, "seen_at"), NEVER),
                        !cell(row, "unmeasured").isEmpty(),
                        cell(row, "lane"),
                        cell(row, "cycle")));
            }
        }
        ObjectNode json = JSON.createObjectNode();
        ArrayNode edges = json.putArray("edges");
        report.at("/tiers").forEach(tier -> edges.add(edge(sales, tier, stage)));
        json.set("p50", quantile(sales, .5, begin, end));
        json.set("p95", quantile(sales, .95, begin, end));
        long horizon = nanos(pipeline.at("/loss_horizon_seconds"));
        long unseen =
                sales.stream().filter(one -> one.seen == NEVER && !one.spoilt).count();
        long lost = sales.stream()
                .filter(one -> one.seen == NEVER && !one.spoilt && until - one.intended >= horizon)
                .count();
        json.put("oldest", oldest(sales, pipeline) / 1e9);
        long[] widths = sales.stream()
                .filter(one -> one.seen != NEVER)
                .mapToLong(one -> one.seen - one.missed)
                .sorted()
                .toArray();
        json.put("resolution", widths.length == 0 ? null : at(widths, (int) Math.ceil(widths.length * .95)));
        json.put(
                "commits",
                sales.stream()
                        .filter(one -> one.seen != NEVER && !one.cycle.isEmpty())
                        .map(Sale::cycle)
                        .distinct()
                        .count());
        json.put("slots", sales.size());
        json.put("seen", sales.stream().filter(one -> one.seen != NEVER).count());
        json.put("pending", unseen - lost);
        json.put("lost", lost);
        json.put(
                "unmeasured",
                sales.stream()
                        .filter(one -> one.spoilt || one.handed - one.intended > SLIP)
                        .count());
        return json;
    }

    /** Of an unseen sale until it became a hole: so long after the earliest later sale of its lane. */
    private long oldest(List<Sale> sales, JsonNode pipeline) {
        long hole = 0;
        for (JsonNode tier : report.at("/tiers")) {
            boolean isPromised = tier.at("/tier").equals(pipeline.at("/promise/tier"));
            if (isPromised || pipeline.at("/promise/tier").isMissingNode()) {
                hole = nanos(tier.at("/edge_seconds"));
            }
        }
        long oldest = 0;
        for (Sale sale : sales) {
            long last = sale.seen;
            if (sale.seen == NEVER && !sale.spoilt) {
                last = until;
                for (Sale other : sales) {
                    if (other.lane.equals(sale.lane) && other.intended > sale.intended && other.seen != NEVER) {
                        last = Math.min(last, other.seen + hole);
                    }
                }
            }
            oldest = last == NEVER ? oldest : Math.max(oldest, last - sale.intended);
        }
        return oldest;
    }

    private ObjectNode edge(List<Sale> sales, JsonNode tier, JsonNode stage) {
        long theta = nanos(tier.at("/edge_seconds"));
        long hope = until - theta - nanos(stage.at("/patience_seconds"));
        long slots = 0;
        long late = 0;
        long sure = 0;
        long mature = 0;
        long matureLate = 0;
        long matureSure = 0;
        boolean ended = false;
        for (Sale sale : sales) {
            boolean spoilt = sale.spoilt || sale.handed - sale.intended > Math.min(SLIP, theta / 100);
            boolean inTime = sale.seen != NEVER && sale.seen - sale.intended <= theta;
            int isLate = spoilt || !inTime ? 1 : 0;
            int isSure = !spoilt && !inTime && sale.missed - sale.handed >= theta ? 1 : 0;
            if (sale.intended <= hope) {
                mature++;
                matureLate += isLate;
                matureSure += isSure;
            }
            ended = ended || (!spoilt && sale.seen == NEVER && sale.intended >= hope);
            if (!ended) {
                slots++;
                late += isLate;
                sure += isSure;
            }
        }
        double q0 = 1 - report.at("/rule/share").asDouble();
        double threshold = -Math.log(1 - report.at("/rule/confidence").asDouble());
        double low = 0;
        double high = 1;
        for (int i = 0; i < 50; i++) {
            double middle = (low + high) / 2;
            boolean proven = bet(slots, late, middle, KEPT) >= threshold;
            high = proven ? middle : high;
            low = proven ? low : middle;
        }
        boolean judged = nanos(stage.at("/poll_seconds")) * 20 <= theta;
        boolean kept = bet(slots, late, q0, KEPT) >= threshold;
        boolean missed = bet(slots, sure, q0, MISSED) >= threshold;
        ObjectNode json = JSON.createObjectNode();
        json.set("tier", tier.at("/tier"));
        json.put("slots", slots);
        json.put("late", late);
        json.put("sure", sure);
        json.put("at_least", 1 - high);
        ArrayNode share = json.putArray("mature").add(mature);
        share.add(mature == 0 ? null : Double.valueOf(1 - (double) matureLate / mature));
        share.add(mature == 0 ? null : Double.valueOf(1 - (double) matureSure / mature));
        json.put("state", !judged ? "undecided" : kept ? "kept" : missed ? "missed" : "undecided");
        return json;
    }

    /** The logarithm of the evidence, its largest term taken out so that nothing overflows. */
    private static double bet(long slots, long late, double q, double[][] bets) {
        double[] terms = new double[bets.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < bets.length; j++) {
            double lost = late == 0 ? 0 : late * Math.log(1 + bets[j][0]);
            terms[j] = Math.log(bets[j][1]) + lost - slots * Math.log(1 + bets[j][0] * q);
            largest = Math.max(largest, terms[j]);
        }
        double sum = 0;
        for (double term : terms) {
            sum += Math.exp(term - largest);
        }
        return largest + Math.log(sum);
    }

    private ArrayNode quantile(List<Sale> sales, double q, long begin, long end) {
        long slowest =
                nanos(report.at("/tiers").get(report.at("/tiers").size() - 1).at("/edge_seconds"));
        long mature = until - Math.min((Math.min(until, end) - begin) / 10, slowest);
        List<Sale> old = sales.stream().filter(one -> one.intended <= mature).toList();
        long[] ups = old.stream()
                .filter(one -> one.seen != NEVER)
                .mapToLong(one -> one.seen - one.intended)
                .sorted()
                .toArray();
        long[] lows = old.stream()
                .mapToLong(one -> one.spoilt ? 0 : one.missed - one.intended)
                .sorted()
                .toArray();
        int n = old.size();
        int low = rank(n, q, 0.025);
        ArrayNode json = JSON.createArrayNode();
        json.add(n == 0 ? null : low == 0 ? Double.valueOf(0) : at(lows, low));
        json.add(n == 0 ? null : at(ups, (int) Math.ceil(n * q)));
        json.add(n == 0 ? null : at(ups, rank(n, q, 0.975) + 1));
        return json;
    }

    private static @Nullable Double at(long[] values, int rank) {
        return rank > values.length ? null : Double.valueOf(values[rank - 1] / 1e9);
    }

    /** The smallest k of which a binomial count is at most k with this probability. */
    private static int rank(int n, double q, double probability) {
        double[] logs = new double[n + 1];
        for (int k = 1; k <= n; k++) {
            logs[k] = logs[k - 1] + Math.log(k);
        }
        double cumulative = 0;
        for (int k = 0; k <= n; k++) {
            cumulative += Math.exp(logs[n] - logs[k] - logs[n - k] + k * Math.log(q) + (n - k) * Math.log(1 - q));
            if (cumulative >= probability) {
                return k;
            }
        }
        return n;
    }

    private String cell(String[] row, String column) {
        return row[columns.indexOf(column)];
    }

    private static long ns(String text, long absent) {
        return text.isEmpty() ? absent : ns(text);
    }

    private static long ns(String text) {
        Instant moment = Instant.parse(text);
        return moment.getEpochSecond() * 1_000_000_000 + moment.getNano();
    }

    private static long nanos(JsonNode seconds) {
        return new BigDecimal(seconds.asText()).movePointRight(9).longValueExact();
    }
}
