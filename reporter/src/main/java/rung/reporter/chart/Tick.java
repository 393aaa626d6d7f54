package rung.reporter.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A labelled place on an axis.
 *
 * @param at in the units of the picture
 * @param label beside it
 * @param isWide whether there is room for the label only where the picture is wide
 */
public record Tick(double at, String label, boolean isWide) {
    /** How much larger labels are, against the picture, where it is narrow. */
    private static final double NARROW = 1.6;

    private static final double LETTER = 7;
    private static final double LINE = 14;
    private static final double GAP = 8;

    public Tick(double at, String label) {
        this(at, label, false);
    }

    /** Those of {@code candidates}, best first, whose labels do not touch on a level axis; from left to right. */
    public static List<Tick> level(List<Tick> candidates) {
        return chosen(candidates, tick -> tick.label().length() * LETTER + GAP);
    }

    /** Those of {@code candidates}, best first, whose labels do not touch on an upright axis. */
    public static List<Tick> upright(List<Tick> candidates) {
        return chosen(candidates, tick -> LINE);
    }

    private static List<Tick> chosen(List<Tick> candidates, ToDoubleFunction<Tick> size) {
        List<Tick> apart = apart(candidates, size, 1);
        List<Tick> narrow = apart(apart, size, NARROW);
        return apart.stream()
                .map(tick -> new Tick(tick.at, tick.label, !narrow.contains(tick)))
                .sorted(Comparator.comparingDouble(Tick::at))
                .toList();
    }

    private static List<Tick> apart(List<Tick> candidates, ToDoubleFunction<Tick> size, double scale) {
        List<Tick> kept = new ArrayList<>();
        for (Tick tick : candidates) {
            boolean isFree = kept.stream()
                    .allMatch(one -> Math.abs(one.at - tick.at)
                            >= scale * (size.applyAsDouble(one) + size.applyAsDouble(tick)) / 2);
            if (isFree) {
                kept.add(tick);
            }
        }
        return kept;
    }
}
