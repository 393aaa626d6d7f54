/** Where the count of a synthetic key can be read. */
@NullMarked
package rung.probe.stage;

import org.jspecify.annotations.NullMarked;
