package rung.reporter.business;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What no probe can know of a business, declared before the figures and printed beside them.
 *
 * @param movers slow ones first
 * @param lastUnitShare of the orders that want the last unit of an article in a store, from 0 to 1
 * @param reconciliation time between two counts of the stock, until which what was lost or doubled leaves a count wrong
 */
public record Assumptions(List<Mover> movers, double lastUnitShare, Duration reconciliation) {
    /** One sale in ten hours, one an hour and ten an hour; one order in ten is for the last unit; counted once a day. */
    public static final Assumptions USUAL = new Assumptions(
            List.of(new Mover("slow", 0.1), new Mover("medium", 1), new Mover("fast", 10)), 0.1, Duration.ofDays(1));

    public Assumptions {
        movers = List.copyOf(movers);
        if (movers.isEmpty()) {
            throw new IllegalArgumentException("no mover; write one such as fast=10");
        }
        if (!(lastUnitShare >= 0 && lastUnitShare <= 1)) {
            throw new IllegalArgumentException(
                    "the share of orders for a last unit is not from 0 to 1: " + lastUnitShare);
        }
        if (reconciliation.isNegative() || reconciliation.isZero()) {
            throw new IllegalArgumentException(
                    "the time between two counts of the stock is not positive: " + reconciliation);
        }
    }

    /** The same for other movers. */
    public Assumptions with(List<Mover> others) {
        return new Assumptions(others, lastUnitShare, reconciliation);
    }

    /**
     * Reads movers as {@code slow=0.1,medium=1,fast=10}: names and sales per hour.
     *
     * @throws IllegalArgumentException saying what is wrong, and what would be right
     */
    public static List<Mover> movers(String text) {
        List<Mover> movers = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            String[] parts = one.split("=", -1);
            if (parts.length != 2 || parts[0].isBlank()) {
                throw new IllegalArgumentException(
                        "\"" + one.strip() + "\" is no mover; write a name and sales per hour, such as fast=10");
            }
            movers.add(new Mover(parts[0].strip(), rate(parts[1].strip())));
        }
        if (movers.stream().map(Mover::name).distinct().count() < movers.size()) {
            throw new IllegalArgumentException("two movers have one name in \"" + text + "\"; tell them apart");
        }
        return movers;
    }

    private static double rate(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no number of sales per hour; write 0.1 or 10", e);
        }
    }
}
