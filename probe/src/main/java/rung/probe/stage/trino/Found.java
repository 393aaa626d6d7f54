package rung.probe.stage.trino;

import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.probe.stage.Answer;

/** What a query found of one key. */
sealed interface Found {
    /** Tells {@code answer} of it. */
    void tell(Answer answer, StockKey key);

    /** One row with a count. */
    record Counted(long units) implements Found {
        @Override
        public void tell(Answer answer, StockKey key) {
            answer.count(key, units);
        }
    }

    /** No row. */
    record Missing() implements Found {
        @Override
        public void tell(Answer answer, StockKey key) {
            answer.absent(key);
        }
    }

    /** A row, or rows, from which no count can be told. */
    record Bad(Fault fault, String reason) implements Found {
        @Override
        public void tell(Answer answer, StockKey key) {
            answer.bad(key, fault, reason);
        }
    }
}
