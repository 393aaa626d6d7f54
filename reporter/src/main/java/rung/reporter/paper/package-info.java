/**
 * The tier report as a document: one value, laid out once in sheets and blocks, and written as HTML and as PDF from one
 * template.
 */
@NullMarked
package rung.reporter.paper;

import org.jspecify.annotations.NullMarked;
