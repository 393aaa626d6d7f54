/** Planned load of a rehearsal: which sale is due when, in which store and of what, drawn from a seed before anything is sent. */
@NullMarked
package rung.probe.load;

import org.jspecify.annotations.NullMarked;
