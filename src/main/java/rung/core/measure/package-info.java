/** The facts of a measurement: injections, deliveries, readings, and what became of each injection on each stage. */
@NullMarked
package rung.core.measure;

import org.jspecify.annotations.NullMarked;
