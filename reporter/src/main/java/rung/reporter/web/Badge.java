package rung.reporter.web;

import rung.core.ladder.Ladder;
import rung.reporter.report.PipelineReport;

/** A pipeline's standing as a small image for a wiki or a wall; it says in words what its colour says. */
final class Badge {
    private static final int CHAR = 7;
    private static final int PAD = 8;

    private Badge() {}

    static String svg(Ladder ladder, PipelineReport pipeline) {
        TierBadge tier = TierBadge.of(ladder, pipeline);
        String left = Shown.name(pipeline.id());
        String verdict =
                switch (pipeline.verdict()) {
                    case MET -> "promise kept";
                    case MISSED -> "promise missed";
                    case UNDECIDED -> "undecided";
                    case INVALID -> "invalid";
                    case NO_PROMISE -> "no promise";
                };
        String right = tier.letter() + " " + tier.shape() + " " + verdict;
        String colour =
                switch (pipeline.verdict()) {
                    case MET -> "#00664a";
                    case MISSED -> "#a33a00";
                    case UNDECIDED, INVALID, NO_PROMISE -> "#555555";
                };
        int leftWidth = left.codePointCount(0, left.length()) * CHAR + 2 * PAD;
        int rightWidth = right.codePointCount(0, right.length()) * CHAR + 2 * PAD;
        int width = leftWidth + rightWidth;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"" + width
                + "\" height=\"22\" aria-label=\""
                + Html.escaped(left + ": " + right) + "\"><title>" + Html.escaped(left + ": " + right) + "</title>"
                + "<rect width=\"" + leftWidth + "\" height=\"22\" fill=\"#333333\"/>"
                + "<rect x=\"" + leftWidth + "\" width=\"" + rightWidth + "\" height=\"22\" fill=\"" + colour + "\"/>"
                + "<g fill=\"#ffffff\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">"
                + "<text x=\"" + PAD + "\" y=\"15\">" + Html.escaped(left) + "</text>"
                + "<text x=\"" + (leftWidth + PAD) + "\" y=\"15\">" + Html.escaped(right) + "</text></g></svg>\n";
    }
}
