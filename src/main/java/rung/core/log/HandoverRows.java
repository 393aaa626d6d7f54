package rung.core.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.measure.Injection;
import rung.core.measure.StockKey;
import rung.core.time.Nanos;

/** What the front door was given and said, of one slot. */
final class HandoverRows {
    private static final String OF_SLOT = """
            select i.kind, i.intended, i.handed, i.store, i.sku, i.quantity, i.skipped, d.at, d.refused
            from injection i
            left join delivery d on d.pipeline = i.pipeline and d.slot = i.slot and d.kind = i.kind
            where i.pipeline = ?1 and i.slot = ?2
            order by i.intended, i.kind desc
            """;

    private final Rows rows;

    HandoverRows(Rows rows) {
        this.rows = rows;
    }

    List<Handover> of(long pipelineId, long slot) {
        List<Handover> found = new ArrayList<>();
        rows.each(OF_SLOT, row -> found.add(handover(row)), pipelineId, slot);
        return found;
    }

    private static Handover handover(ResultSet row) throws SQLException {
        String store = row.getString(4);
        String sku = row.getString(5);
        return new Handover(
                row.getString(1).equals("s") ? Injection.Kind.SALE : Injection.Kind.RETURN,
                Nanos.instant(row.getLong(2)),
                moment(row, 3),
                store == null || sku == null ? Optional.empty() : Optional.of(new StockKey(store, sku)),
                row.getLong(6),
                moment(row, 8),
                Optional.ofNullable(row.getString(9)),
                Optional.ofNullable(row.getString(7)));
    }

    private static Optional<Instant> moment(ResultSet row, int column) throws SQLException {
        long nanos = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Nanos.instant(nanos));
    }
}
