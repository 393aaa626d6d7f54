package rung.reporter.chart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import rung.core.ladder.Ladder;
import rung.core.ladder.Tier;

/**
 * The stretch of an axis of stalenesses that lies on one tier: from the next faster tier's edge to its own.
 *
 * @param tier its number; 0 off the ladder
 * @param sign its letter and shape, such as {@code ◆ T4}
 * @param from where it begins on the axis
 * @param to where it ends
 */
public record Band(int tier, String sign, double from, double to) {
    private static final double VISIBLE = 0.05;

    /**
     * The bands of an axis, fastest first, without those that it does not reach.
     *
     * @param at where a duration is on the axis, at its ends when it lies beyond
     */
    public static List<Band> along(Ladder ladder, ToDoubleFunction<Duration> at, double start, double end) {
        List<Band> bands = new ArrayList<>();
        double from = start;
        for (Tier tier : ladder.tiers()) {
            double to = at.applyAsDouble(tier.edge());
            bands.add(new Band(tier.number(), Said.sign(tier), from, to));
            from = to;
        }
        bands.add(new Band(0, Said.OFF_THE_LADDER, from, end));
        return bands.stream().filter(band -> band.length() > VISIBLE).toList();
    }

    public double length() {
        return Math.abs(to - from);
    }

    public double middle() {
        return (from + to) / 2;
    }
}
