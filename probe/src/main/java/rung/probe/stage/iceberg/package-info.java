/** A count in an Iceberg table, read commit by commit. */
@NullMarked
package rung.probe.stage.iceberg;

import org.jspecify.annotations.NullMarked;
