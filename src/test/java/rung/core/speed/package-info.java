/** How fast the core is, measured by JMH and written as a table. */
@NullMarked
package rung.core.speed;

import org.jspecify.annotations.NullMarked;
