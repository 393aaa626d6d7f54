/** Looks at all that a configuration names, and sends nothing. */
@NullMarked
package rung.probe.checkup;

import org.jspecify.annotations.NullMarked;
