/** The database that the tills write to, and that change data capture reads, as a source. */
@NullMarked
package rung.probe.source.jdbc;

import org.jspecify.annotations.NullMarked;
