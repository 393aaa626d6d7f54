package rung.reporter.chart;

import java.math.BigDecimal;

/** The outline of a mark or of many marks of one kind, in the units of the picture: at most one decimal. */
final class Shape {
    private final StringBuilder data = new StringBuilder();

    /** Begins a part at a point. */
    Shape at(double x, double y) {
        return add('M', x).space(y);
    }

    Shape lineTo(double x, double y) {
        return add('L', x).space(y);
    }

    Shape across(double x) {
        return add('H', x);
    }

    Shape down(double y) {
        return add('V', y);
    }

    Shape close() {
        data.append('z');
        return this;
    }

    /** A rectangle as a part of its own. */
    Shape box(double left, double top, double right, double bottom) {
        return at(left, top).across(right).down(bottom).across(left).close();
    }

    /** A cross line at either end of an upright bar. */
    Shape upright(double x, double top, double bottom, double halfCap) {
        at(x, top).down(bottom);
        at(x - halfCap, top).across(x + halfCap);
        return at(x - halfCap, bottom).across(x + halfCap);
    }

    /** A cross line at either end of a level bar. */
    Shape level(double left, double right, double y, double halfCap) {
        at(left, y).across(right);
        at(left, y - halfCap).down(y + halfCap);
        return at(right, y - halfCap).down(y + halfCap);
    }

    /** Slanted lines that fill a rectangle, {@code step} apart: a hatch that needs no definition elsewhere. */
    Shape hatch(double left, double top, double right, double bottom, double step) {
        double height = bottom - top;
        double first = Math.floor((left + top) / step) * step;
        for (double sum = first; sum < right + bottom; sum += step) {
            // Along a line x + y is the same, so that hatches side by side meet.
            double fromX = Math.max(left, sum - bottom);
            double toX = Math.min(right, sum - bottom + height);
            if (toX - fromX > 0.1) {
                at(fromX, sum - fromX).lineTo(toX, sum - toX);
            }
        }
        return this;
    }

    boolean isEmpty() {
        return data.length() == 0;
    }

    String data() {
        return data.toString();
    }

    private Shape add(char command, double value) {
        data.append(command).append(number(value));
        return this;
    }

    private Shape space(double value) {
        data.append(' ').append(number(value));
        return this;
    }

    /**
     * With one decimal, or none where it would be 0.
     *
     * @throws IllegalArgumentException when it is not finite
     */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("no place on a picture: " + value);
        }
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0
                ? Long.toString(tenths / 10)
                : BigDecimal.valueOf(tenths, 1).toString();
    }
}
