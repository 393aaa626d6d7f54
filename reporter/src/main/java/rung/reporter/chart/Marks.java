package rung.reporter.chart;

/** Marks that several charts share, so that one shape means one thing. */
final class Marks {
    private Marks() {}

    /** An open triangle that points up from a point: at least, and still rising. */
    static void open(Shape shape, double x, double y) {
        shape.at(x - 4, y).lineTo(x, y - 7).lineTo(x + 4, y).close();
    }

    /** An open diamond. */
    static void diamond(Shape shape, double x, double y, double half) {
        shape.at(x - half, y)
                .lineTo(x, y - half)
                .lineTo(x + half, y)
                .lineTo(x, y + half)
                .close();
    }

    /** A cross. */
    static void cross(Shape shape, double x, double y, double half) {
        shape.at(x - half, y - half).lineTo(x + half, y + half);
        shape.at(x - half, y + half).lineTo(x + half, y - half);
    }

    /** The end of a window: an open triangle that points down to the axis. */
    static void end(Shape shape, double x, double y) {
        shape.at(x - 6, y - 10).across(x + 6).lineTo(x, y).close();
    }
}
