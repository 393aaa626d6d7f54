package rung.core.log;

import java.util.function.LongConsumer;

/** What was sold and not returned, and which stretches of slots need not be asked any more. */
final class ResidueRows {
    private static final String UNITS = """
            select coalesce(sum(case i.kind when 's' then i.quantity else -i.quantity end), 0)
            from injection i
            left join delivery d on d.pipeline = i.pipeline and d.slot = i.slot and d.kind = i.kind
            where i.pipeline = ?1 and i.skipped is null and (d.refused is null or exists (
              select 1 from seen s join stage on stage.id = s.stage
              where stage.pipeline = i.pipeline and s.slot = i.slot and i.kind = 's')) and i.slot
            """;

    /** Sales without an accepted return of all that they took; nothing that becomes known later changes the others. */
    private static final String UNRETURNED = """
            select i.slot from injection i
            left join delivery d on d.pipeline = i.pipeline and d.slot = i.slot and d.kind = 's'
            left join injection r on r.pipeline = i.pipeline and r.slot = i.slot and r.kind = 'r'
            left join delivery e on e.pipeline = i.pipeline and e.slot = i.slot and e.kind = 'r'
            where i.pipeline = ? and i.slot between ? and ? and i.kind = 's' and i.skipped is null
              and (d.at is null or d.refused is not null or r.quantity is not i.quantity
                or e.at is null or e.refused is not null)
            """;

    private final Rows rows;

    ResidueRows(Rows rows) {
        this.rows = rows;
    }

    long units(long pipelineId) {
        long[] units = {0};
        long[] next = {Long.MIN_VALUE};
        rows.each(
                "select first, last from returned where pipeline = ? order by first",
                row -> {
                    if (next[0] < row.getLong(1)) {
                        units[0] += units("between ?2 and ?3", pipelineId, next[0], row.getLong(1) - 1);
                    }
                    next[0] = row.getLong(2) + 1;
                },
                pipelineId);
        return units[0]
                + units("between ?2 and ?3", pipelineId, next[0], Long.MAX_VALUE)
                + units("in (select slot from unreturned where pipeline = ?1)", pipelineId);
    }

    private long units(String slots, Object... values) {
        return rows.longs(UNITS + slots, values)[0];
    }

    /** Gives each slot between the two, both included, whose sale is not known to be undone. */
    void unreturned(long pipelineId, long first, long last, LongConsumer each) {
        rows.each(UNRETURNED, row -> each.accept(row.getLong(1)), pipelineId, first, last);
    }

    /** Gives the first slot of each stretch that was folded. */
    void begins(long pipelineId, LongConsumer each) {
        rows.each("select first from returned where pipeline = ?", row -> each.accept(row.getLong(1)), pipelineId);
    }
}
