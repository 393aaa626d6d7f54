/** A count as Trino's users read it, and the snapshot that the engine served it from. */
@NullMarked
package rung.probe.stage.trino;

import org.jspecify.annotations.NullMarked;
