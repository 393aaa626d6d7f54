package rung.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import rung.peers.FreezeRun;
import rung.peers.Said;

/**
 * METHOD I.20: the freeze again, with a real broker, a real process that is stopped, and the wall clock. A run in which the
 * instrument broke its own rules or the sink missed its times, as on a machine that is too busy, is repeated once, and the
 * page says so.
 */
final class RealFreeze implements Proof {
    private static final long SEED = 2001;
    private static final double WITHIN = 0.05;
    private static final double SINK_WITHIN = 0.02;
    private static final int KAFKAS_TOOLS = 2;

    @Override
    public Table table(Scale scale) throws Exception {
        FreezeRun.Result result = new FreezeRun(SEED).once();
        List<String> broken = broken(result);
        String runs = "one run of 30 s at 200 sales a second, read every 100 ms";
        if (!broken.isEmpty()) {
            result = new FreezeRun(SEED + 1).once();
            runs = "the second run, for the first proves nothing: " + String.join(" ", broken);
        }
        List<Line> lines = new ArrayList<>();
        for (double quantile : List.of(0.95, 0.99)) {
            double truth = FreezeRun.Result.closedForm(quantile);
            lines.add(new Line(
                    "the sink's own commits",
                    percentile(quantile),
                    Band.number(truth),
                    result.truth(quantile),
                    Band.within(SINK_WITHIN, truth)));
            lines.add(new Line(
                    "Rung",
                    percentile(quantile),
                    Band.number(truth),
                    result.quantile(quantile).estimate().orElse(Double.POSITIVE_INFINITY),
                    Band.within(WITHIN, truth)));
        }
        lines.add(new Line(
                "Rung"
                        + (result.rung().isValid()
                                ? ""
                                : ": " + String.join(" ", result.rung().invalidBecause())),
                "rules of its own that it broke",
                "0",
                result.rung().invalidBecause().size(),
                Band.exactly(0)));
        lines.add(new Line(
                "Rung",
                "slots unmeasured, because their sale was sent more than 50 ms late",
                "",
                result.rung().evidence().counts().unmeasured(),
                Band.atMost(result.rung().evidence().counts().slots() * 0.02)));
        for (Said peer : result.peers()) {
            contrast(lines, peer, "p95", 0.95, peer.p95());
            contrast(lines, peer, "p99", 0.99, peer.p99());
            if (peer.missing().isPresent()) {
                runs += "; no figures of " + peer.tool() + ": " + peer.missing().get();
            }
        }
        lines.add(new Line(
                "Kafka's tools",
                "how many ran",
                "2",
                result.peers().stream()
                        .filter(peer -> peer.tool().startsWith("kafka"))
                        .filter(peer -> peer.missing().isEmpty())
                        .count(),
                Band.exactly(KAFKAS_TOOLS)));
        return new Table(
                "A sink in a process of its own commits what a Kafka topic holds each 2 s to a file, and is stopped by a signal"
                        + " for 6 s. Beside Rung, in the same 30 s: Kafka's own tools on topics of the same broker, and hey"
                        + " against the counts that the sink serves. Each of them measures what it says; none of it is how"
                        + " stale the counts are.",
                "the whole canary in real time: schedule, Kafka source, watchlist, poller, SQLite log and report as shipped",
                SEED,
                runs,
                lines);
    }

    @Override
    public boolean wantsAQuietMachine() {
        return true;
    }

    /** What spoilt a run, whatever Rung says in it: a rule of the instrument, or a sink that was not stopped for 6 s. */
    private static List<String> broken(FreezeRun.Result result) {
        List<String> broken = new ArrayList<>(result.rung().invalidBecause());
        double p95 = result.truth(0.95);
        if (!Band.within(SINK_WITHIN, FreezeRun.Result.closedForm(0.95)).holds(p95)) {
            broken.add("By its own commits the sink's p95 was " + Band.number(p95) + " s.");
        }
        return broken;
    }

    private static void contrast(List<Line> lines, Said peer, String name, double quantile, OptionalDouble seconds) {
        seconds.ifPresent(value -> lines.add(new Line(
                peer.tool() + ": " + peer.measured(),
                name + ", s",
                Band.number(FreezeRun.Result.closedForm(quantile)),
                value,
                Band.CONTRAST)));
    }

    private static String percentile(double quantile) {
        return "p" + Math.round(quantile * 100) + ", s";
    }
}
