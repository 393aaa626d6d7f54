package rung.testbed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What lies on the shelves when the shop opens.
 *
 * @param sold the units that the shop's own tills sell
 * @param reserved further units, which only others sell; none of them is in {@code sold}
 * @param count how many pieces there are of each unit, sold or reserved
 */
public record Stock(List<StoreSku> sold, List<StoreSku> reserved, long count) {
    private static final int STORES = 200;
    private static final int SKUS = 40;
    private static final long COUNT = 1000;

    public Stock {
        sold = List.copyOf(sold);
        reserved = List.copyOf(reserved);
        if (sold.isEmpty() && reserved.isEmpty()) {
            throw new IllegalArgumentException("there is no unit, neither sold nor reserved");
        }
        if (count < 0) {
            throw new IllegalArgumentException("count is negative: " + count);
        }
        Set<StoreSku> all = new LinkedHashSet<>(sold);
        for (StoreSku unit : reserved) {
            if (!all.add(unit)) {
                throw new IllegalArgumentException("reserved unit is sold, or named twice: " + unit);
            }
        }
    }

    /** 200 stores, {@code 0001} to {@code 0200}, with 1000 pieces of each of 40 SKUs, and as many of each reserved one. */
    public static Stock standard(Collection<StoreSku> reserved) {
        return of(STORES, SKUS, reserved);
    }

    /** As {@link #standard}, with fewer stores or SKUs. */
    public static Stock of(int stores, int skus, Collection<StoreSku> reserved) {
        List<StoreSku> sold = new ArrayList<>(stores * skus);
        for (int store = 1; store <= stores; store++) {
            for (int sku = 1; sku <= skus; sku++) {
                sold.add(new StoreSku(
                        String.format(Locale.ROOT, "%04d", store), String.format(Locale.ROOT, "SKU-%04d", sku)));
            }
        }
        return new Stock(sold, List.copyOf(reserved), COUNT);
    }

    /** The count of each unit, in the order of stores and SKUs. */
    public Map<StoreSku, Long> counts() {
        Map<StoreSku, Long> counts = new TreeMap<>();
        sold.forEach(unit -> counts.put(unit, count));
        reserved.forEach(unit -> counts.put(unit, count));
        return counts;
    }
}
