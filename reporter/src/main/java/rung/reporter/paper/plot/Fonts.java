package rung.reporter.paper.plot;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** The fonts that ship with Rung; their names are the same for AWT and for what writes the PDF. */
public final class Fonts {
    /** The family of all text. */
    public static final String FAMILY = "DejaVu Sans Condensed";

    /**
     * A font file.
     *
     * @param resource beside this class
     * @param weight as style sheets count it
     */
    public record File(String resource, int weight) {
        /** The file; to be closed by the caller. */
        public InputStream open() {
            return Objects.requireNonNull(
                    Fonts.class.getResourceAsStream(resource), () -> resource + " does not ship with this build");
        }
    }

    private static final File REGULAR = new File("DejaVuSansCondensed.ttf", 400);
    private static final File BOLD = new File("DejaVuSansCondensed-Bold.ttf", 700);

    /** Loaded when the first chart is drawn. */
    private static final class Loaded {
        private static final Font PLAIN = read(REGULAR);
        private static final Font STRONG = read(BOLD);
    }

    private Fonts() {}

    /** All that a document may use. */
    public static List<File> files() {
        return List.of(REGULAR, BOLD);
    }

    static Font plain(double points) {
        return Loaded.PLAIN.deriveFont((float) points);
    }

    static Font bold(double points) {
        return Loaded.STRONG.deriveFont((float) points);
    }

    private static Font read(File file) {
        try (InputStream in = file.open()) {
            return Font.createFont(Font.TRUETYPE_FONT, in);
        } catch (IOException | FontFormatException e) {
            throw new IllegalStateException(
                    "the font " + file.resource() + ", which ships with Rung, cannot be read", e);
        }
    }
}
