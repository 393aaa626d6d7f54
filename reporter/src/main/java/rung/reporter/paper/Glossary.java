package rung.reporter.paper;

import java.util.List;

/** The words of the report, for those who do not use them every day. */
final class Glossary {
    private Glossary() {}

    static Block.Table table() {
        return new Block.Table(
                "What the words of this report mean",
                List.of("Word", "Means"),
                List.of(18, 82),
                List.of(
                        word(
                                "sale",
                                "a synthetic sale of Rung's own, at a key that no customer touches; it is returned"),
                        word(
                                "slot",
                                "the stretch of time in which one sale is placed at random: one piece of evidence"),
                        word(
                                "stage",
                                "a place where the count can be read: a topic, a table, an engine, a view, the shop's"
                                        + " API"),
                        word("staleness", "how long a sale took to show, from when it should have happened"),
                        word(
                                "age, oldest count",
                                "at a moment: how long ago the oldest sale happened that does not show yet"),
                        word("tier", "a rung of the ladder, with an edge: the staleness that a sale may not exceed"),
                        word("kept, missed", "proven to be in time, or late, for enough of a window's sales"),
                        word("undecided", "neither is proven yet; more sales would tell"),
                        word("invalid", "the measurement broke a rule of its own, so that it proves nothing"),
                        word("pending", "not shown yet; counts at its age"),
                        word("lost", "not shown for so long that nobody waits for it any more; counts as late"),
                        word("unmeasured", "a slot that the probe itself spoilt; never counts as fresh"),
                        word("window", "a stretch of time, such as an evening peak, that is judged on its own"),
                        word(
                                "record",
                                "in how many windows of one name a tier was kept, and what that proves of such"
                                        + " windows"),
                        word(
                                "commit",
                                "what made sales visible together: a batch, a commit of a table, a refresh of a cache"),
                        word("p50, p95, p99", "the time within which 50 %, 95 % or 99 % of sales showed"),
                        word("95 % interval", "drawn by a rule that holds the true figure in 95 of 100 cases"),
                        word(
                                "known to within",
                                "looks are some time apart, so each staleness is known to within that")));
    }

    private static List<Cell> word(String word, String meaning) {
        return List.of(Cell.of(word), Cell.of(meaning));
    }
}
