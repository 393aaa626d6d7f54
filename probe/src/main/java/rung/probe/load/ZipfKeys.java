package rung.probe.load;

import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.ZipfDistribution;
import org.apache.commons.math3.random.Well512a;

/**
 * Which position of stock a sale touches: a few sell all day, most hardly ever. The position of rank r is drawn in
 * proportion to {@code r^-exponent}. Neighbouring ranks lie in different stores, and the first SKUs sell best in each of
 * them. A draw takes the same time and memory for any number of positions.
 */
public final class ZipfKeys {
    private final int stores;
    private final ZipfDistribution ranks;

    /**
     * Over every SKU in every store.
     *
     * @param stores at least 1
     * @param skus in each store, at least 1; stores times SKUs at most {@link Integer#MAX_VALUE}
     * @param exponent more than zero; about 1 for retail
     */
    public ZipfKeys(int stores, int skus, double exponent, SplittableRandom random) {
        if (stores < 1 || skus < 1 || (long) stores * skus > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("cannot draw from " + stores + " stores with " + skus + " SKUs each");
        }
        this.stores = stores;
        this.ranks = new ZipfDistribution(new Well512a(random.nextLong()), stores * skus, exponent);
    }

    /** Draws the position of the next sale. */
    public Position position() {
        int index = ranks.sample() - 1;
        return new Position(index % stores, index / stores);
    }
}
