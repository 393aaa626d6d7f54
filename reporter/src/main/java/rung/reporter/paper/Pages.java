package rung.reporter.paper;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** Fills the template from which both renderings are made. */
final class Pages {
    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), "rung.reporter.web.pages");

    private Pages() {}

    /** @param isPrinted whether charts are left to what draws them on paper */
    static String render(Document document, String css, boolean isPrinted) {
        StringOutput page = new StringOutput();
        TEMPLATES.render("paper.jte", Map.of("document", document, "css", css, "printed", isPrinted), page);
        return page.toString();
    }

    /** A style sheet that ships with Rung. */
    static String style(String name) {
        try (InputStream in = Objects.requireNonNull(Pages.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the style sheet " + name + ", which ships with Rung, cannot be read", e);
        }
    }
}
