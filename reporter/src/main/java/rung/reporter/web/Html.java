package rung.reporter.web;

/** Escapes what is written outside of templates. */
final class Html {
    private Html() {}

    /** {@code text} as content or as a quoted attribute. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
