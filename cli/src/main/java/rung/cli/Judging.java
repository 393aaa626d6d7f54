package rung.cli;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import rung.core.ladder.Ladder;
import rung.core.log.FactReader;
import rung.core.measure.TimeWindow;
import rung.reporter.board.Judge;
import rung.reporter.report.FreshnessReport;

/**
 * A judge who knows a ladder and a calendar of declared windows.
 *
 * @param ladder that judges
 * @param declared the declared windows that touch a period
 * @param span the period that the verdict is about
 */
record Judging(Ladder ladder, Function<TimeWindow, List<TimeWindow>> declared, Function<FactReader, TimeWindow> span)
        implements Judge {
    @Override
    public TimeWindow period(FactReader facts) {
        return span.apply(facts);
    }

    @Override
    public FreshnessReport report(FactReader facts, TimeWindow period, IntConsumer judged) {
        return FreshnessReport.of(facts, ladder, declared.apply(period), period, facts.until(), judged);
    }
}
