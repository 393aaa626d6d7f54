package rung.peers;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prints one {@link FreezeRun} as a table. Its name keeps it out of the build; {@code cli/RATIONALE.md} has the command. */
@Tag("accuracy")
class SideBySide {
    private static final long SEED = 2001;

    @Test
    void aFreezeOfSixSecondsAsEachToolTellsIt() throws Exception {
        FreezeRun.Result result = new FreezeRun(SEED).once();

        row("tool", "what it measures", "p95 s", "error", "p99 s", "error");
        said(
                "truth, closed form",
                "till to table",
                FreezeRun.Result.closedForm(0.95),
                FreezeRun.Result.closedForm(0.99));
        said("truth, the sink's own commits", "till to table", result.truth(0.95), result.truth(0.99));
        said(
                "Rung, every 100 ms",
                "till to table, from the intended time",
                result.quantile(0.95).estimate(),
                result.quantile(0.99).estimate());
        for (Said peer : result.peers()) {
            if (peer.missing().isPresent()) {
                row(peer.tool(), peer.missing().get(), "", "", "", "");
            } else {
                said(peer.tool(), peer.measured(), peer.p95(), peer.p99());
            }
        }
        System.out.println("Rung's window: "
                + (result.rung().isValid() ? "valid" : result.rung().invalidBecause()));
        System.out.println(
                "Unmeasured slots: " + result.rung().evidence().counts().unmeasured() + " of "
                        + result.rung().evidence().counts().slots() + "; p99 of the sending delay, s: "
                        + result.rung().evidence().slip().orElse(0));
        List<String> edges = result.rung().evidence().edges().stream()
                .map(edge -> edge.edge() + " " + edge.state())
                .toList();
        System.out.println("Rung's claims: " + edges);
    }

    private static void said(String tool, String measured, double p95, double p99) {
        said(tool, measured, OptionalDouble.of(p95), OptionalDouble.of(p99));
    }

    private static void said(String tool, String measured, OptionalDouble p95, OptionalDouble p99) {
        row(tool, measured, text(p95), error(p95, 0.95), text(p99), error(p99, 0.99));
    }

    private static String text(OptionalDouble seconds) {
        return seconds.isPresent() ? String.format(Locale.ROOT, "%.3f", seconds.getAsDouble()) : "none";
    }

    private static String error(OptionalDouble seconds, double quantile) {
        double truth = FreezeRun.Result.closedForm(quantile);
        return seconds.isPresent()
                ? String.format(Locale.ROOT, "%+.1f %%", 100 * (seconds.getAsDouble() - truth) / truth)
                : "";
    }

    private static void row(String... cells) {
        System.out.printf("%-36s %-56s %8s %9s %8s %9s%n", (Object[]) cells);
    }
}
