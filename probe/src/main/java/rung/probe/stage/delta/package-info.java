/** A count in a Delta Lake table, read version by version. */
@NullMarked
package rung.probe.stage.delta;

import org.jspecify.annotations.NullMarked;
