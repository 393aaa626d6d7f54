package rung.reporter.chart;

/**
 * Writes a picture. All that is text passes here and is escaped; looks come from classes alone, so that a page needs no
 * permission for styles within it.
 */
final class Svg {
    /** Where a text has its given point. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    private final StringBuilder out = new StringBuilder();

    private Svg() {}

    /** A chart that scales to the width of what holds it. */
    static Svg chart(String id, double width, double height, String title, String description) {
        Svg svg = new Svg();
        svg.open("c-chart", width, height, " aria-labelledby=\"" + id + "-t " + id + "-d\"");
        svg.out.append("<title id=\"").append(id).append("-t\">").append(Plain.escaped(title));
        svg.out.append("</title><desc id=\"").append(id).append("-d\">").append(Plain.escaped(description));
        svg.out.append("</desc>");
        return svg;
    }

    /** A tiny picture within a line of a table; its finding is its title. */
    static Svg strip(double width, double height, String finding) {
        Svg svg = new Svg();
        svg.open("c-strip", width, height, "");
        svg.out.append("<title>").append(Plain.escaped(finding)).append("</title>");
        return svg;
    }

    private void open(String type, double width, double height, String attributes) {
        out.append("<svg xmlns=\"").append(NAMESPACE).append("\" class=\"").append(type);
        out.append("\" viewBox=\"0 0 ").append(Shape.number(width)).append(' ').append(Shape.number(height));
        out.append("\" role=\"img\"").append(attributes).append('>');
    }

    /** Draws {@code shape}; nothing when it is empty. */
    Svg draw(String classes, Shape shape) {
        if (!shape.isEmpty()) {
            out.append("<path class=\"")
                    .append(classes)
                    .append("\" d=\"")
                    .append(shape.data())
                    .append("\"/>");
        }
        return this;
    }

    Svg dot(String classes, double x, double y, double radius) {
        out.append("<circle class=\"").append(classes).append("\" cx=\"").append(Shape.number(x));
        out.append("\" cy=\"")
                .append(Shape.number(y))
                .append("\" r=\"")
                .append(Shape.number(radius))
                .append("\"/>");
        return this;
    }

    Svg text(String classes, double x, double y, Anchor anchor, String text) {
        out.append("<text class=\"").append(classes).append("\" x=\"").append(Shape.number(x));
        out.append("\" y=\"").append(Shape.number(y)).append('"');
        if (anchor != Anchor.START) {
            out.append(" text-anchor=\"")
                    .append(anchor == Anchor.END ? "end" : "middle")
                    .append('"');
        }
        out.append('>').append(Plain.escaped(text)).append("</text>");
        return this;
    }

    /** Ends the picture. */
    String end() {
        return out.append("</svg>").toString();
    }
}
