package rung.probe.load;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.EnumeratedIntegerDistribution;
import org.apache.commons.math3.random.Well512a;

/**
 * Splits a load over stores. Each sale is drawn to exactly one, so the stores' sales add up to the load, and each store's
 * are a Poisson process of its own.
 */
public final class StoreSplit {
    private final EnumeratedIntegerDistribution stores;

    private StoreSplit(double[] weights, SplittableRandom random) {
        this.stores = new EnumeratedIntegerDistribution(
                new Well512a(random.nextLong()),
                IntStream.range(0, weights.length).toArray(),
                weights);
    }

    /**
     * Each store gets sales in proportion to its weight.
     *
     * @param weights finite, not negative, not all zero; of any sum
     */
    public static StoreSplit weighted(double[] weights, SplittableRandom random) {
        if (!Arrays.stream(weights).allMatch(weight -> weight >= 0 && Double.isFinite(weight))
                || !(Arrays.stream(weights).sum() > 0)) {
            throw new IllegalArgumentException("no weights of stores: " + Arrays.toString(weights));
        }
        return new StoreSplit(weights, random);
    }

    /** All stores alike. */
    public static StoreSplit even(int stores, SplittableRandom random) {
        double[] weights = new double[stores];
        Arrays.fill(weights, 1);
        return weighted(weights, random);
    }

    /**
     * A few hot stores, the first ones, and many that are alike.
     *
     * @param hot how many stores are hot, at least 1 and less than {@code stores}
     * @param share of all sales that the hot ones have together, from 0 to 1
     */
    public static StoreSplit withHotStores(int stores, int hot, double share, SplittableRandom random) {
        if (hot < 1 || hot >= stores || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(hot + " of " + stores + " stores with the share " + share);
        }
        double[] weights = new double[stores];
        Arrays.fill(weights, 0, hot, share / hot);
        Arrays.fill(weights, hot, stores, (1 - share) / (stores - hot));
        return weighted(weights, random);
    }

    /** Draws the store of the next sale, counted from 0. */
    public int store() {
        return stores.sample();
    }
}
