package rung.reporter.chart;

/**
 * One chart, with all that a reader needs who cannot or will not look at it. Its texts hold no control or formatting
 * characters; whoever puts them on a page escapes them, except {@code svg}, which is markup already.
 *
 * @param id of the picture, unique on a page
 * @param title what is shown, of what
 * @param reading the finding in one or two sentences with figures
 * @param key how its marks are read, in sentences
 * @param svg a static picture, well-formed, without scripts and styles of its own; {@code chart.css} gives its colours
 * @param table the same numbers
 */
public record Figure(String id, String title, String reading, String key, String svg, DataTable table) {}
