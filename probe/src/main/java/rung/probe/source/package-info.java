/** Where a synthetic transaction enters a pipeline. */
@NullMarked
package rung.probe.source;

import org.jspecify.annotations.NullMarked;
