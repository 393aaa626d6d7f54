package rung.accuracy;

import java.util.ArrayList;
import java.util.List;

/**
 * What a proof found.
 *
 * @param claim what is proven, one or two sentences for an engineer who doubts it
 * @param through which production code was under test, and what stood for the retailer
 * @param seed the first seed; run number i has seed plus i
 * @param runs how often the experiment was repeated, in words
 * @param lines one figure each
 */
record Table(String claim, String through, long seed, String runs, List<Line> lines) {
    Table {
        lines = List.copyOf(lines);
        if (lines.stream().allMatch(line -> line.band().isContrast())) {
            throw new IllegalArgumentException("proves nothing: " + claim);
        }
    }

    List<Line> failing() {
        return lines.stream().filter(line -> !line.holds()).toList();
    }

    String markdown() {
        List<String> text = new ArrayList<>();
        text.add(claim);
        text.add("");
        text.add("Through: " + through + ". Seed " + seed + ", " + runs + ".");
        text.add("");
        text.add("| of | figure | truth | measured | band | |");
        text.add("|---|---|---:|---:|---|---|");
        for (Line line : lines) {
            text.add("| "
                    + String.join(
                            " | ",
                            line.of(),
                            line.figure(),
                            line.truth(),
                            Band.number(line.measured()),
                            line.band().text(),
                            outcome(line))
                    + " |");
        }
        return String.join("\n", text) + "\n";
    }

    private static String outcome(Line line) {
        if (line.band().isContrast()) {
            return "";
        }
        return line.holds() ? "holds" : "**FAILS**";
    }
}
