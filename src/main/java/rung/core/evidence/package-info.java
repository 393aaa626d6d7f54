/** From facts to claims: the resolved prefix of a window, its late counts per edge, and what they prove at a stated confidence. */
@NullMarked
package rung.core.evidence;

import org.jspecify.annotations.NullMarked;
