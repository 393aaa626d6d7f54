/** The dashboard: pages that work without JavaScript, an API with the numbers of the report, and a stream of what is new. */
@NullMarked
package rung.reporter.web;

import org.jspecify.annotations.NullMarked;
