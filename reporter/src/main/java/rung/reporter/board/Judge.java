package rung.reporter.board;

import java.util.function.IntConsumer;
import rung.core.log.FactReader;
import rung.core.measure.TimeWindow;
import rung.reporter.report.FreshnessReport;

/** How facts become a report: by which ladder, in which declared windows, over which period. */
public interface Judge {
    /** The period that the verdict is about, as far as the facts reach. */
    TimeWindow period(FactReader facts);

    /**
     * The report over {@code period}.
     *
     * @param judged is told after each pipeline how many are judged
     */
    FreshnessReport report(FactReader facts, TimeWindow period, IntConsumer judged);

    /** The report over the period that the verdict is about, of one moment. */
    default FreshnessReport report(FactReader facts) {
        return facts.still(() -> report(facts, period(facts), judged -> {}));
    }
}
