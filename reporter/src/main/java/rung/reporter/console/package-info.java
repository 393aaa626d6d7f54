/** The verdict as a terminal shows it. */
@NullMarked
package rung.reporter.console;

import org.jspecify.annotations.NullMarked;
