/** Counts that a database or an engine answers to SQL, through the driver that its user brings. */
@NullMarked
package rung.probe.stage.jdbc;

import org.jspecify.annotations.NullMarked;
