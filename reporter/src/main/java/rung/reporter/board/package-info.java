/** What every page shows at one moment, folded from the facts once and read by as many readers as there are. */
@NullMarked
package rung.reporter.board;

import org.jspecify.annotations.NullMarked;
