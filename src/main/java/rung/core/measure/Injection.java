package rung.core.measure;

import java.time.Instant;

/**
 * One synthetic transaction, as it was planned. A {@link Kind#SALE} is the sample of its slot; a {@link Kind#RETURN}
 * undoes the sale of the same slot once every stage has shown it, so that the net effect on stock is zero.
 *
 * @param run id of the run that injects it
 * @param pipeline the pipeline that it enters
 * @param slot number of its slot in the run, from 0
 * @param kind whether stock falls or rises
 * @param key the reserved position that it touches
 * @param quantity units moved, a positive power of two
 * @param intended when the till should have sent it; staleness counts from here
 */
public record Injection(
        String run, String pipeline, long slot, Kind kind, StockKey key, int quantity, Instant intended) {
    /** Which way the stock moves. */
    public enum Kind {
        SALE,
        RETURN
    }

    public Injection {
        if (slot < 0) {
            throw new IllegalArgumentException("slot is negative: " + slot);
        }
        if (quantity <= 0 || Integer.bitCount(quantity) != 1) {
            throw new IllegalArgumentException("quantity is no positive power of two: " + quantity);
        }
    }

    /** The transaction's id, unique over runs, pipelines and slots. */
    public String id() {
        return id(run, pipeline, slot, kind);
    }

    /** The id of the transaction of {@code kind} in a slot of a run. */
    public static String id(String run, String pipeline, long slot, Kind kind) {
        return "rung-" + run + "-" + pipeline + "-" + slot + (kind == Kind.SALE ? "-s" : "-r");
    }

    /** Change of stock in units: negative for a sale. */
    public int delta() {
        return kind == Kind.SALE ? -quantity : quantity;
    }

    /** The compensating return of this sale. */
    public Injection returned(Instant at) {
        if (kind != Kind.SALE) {
            throw new IllegalStateException("a return is not returned: " + id());
        }
        return new Injection(run, pipeline, slot, Kind.RETURN, key, quantity, at);
    }
}
