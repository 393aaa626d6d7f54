@NullMarked
package rung.reporter.paper.plot;

import org.jspecify.annotations.NullMarked;
