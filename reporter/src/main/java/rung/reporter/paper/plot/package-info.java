/** The report's charts as JFreeChart draws them on paper, from the same evidence, axes and words as those of the pages. */
@NullMarked
package rung.reporter.paper.plot;

import org.jspecify.annotations.NullMarked;
