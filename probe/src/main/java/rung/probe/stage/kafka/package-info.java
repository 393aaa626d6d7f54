/** A topic whose messages tell counts, or changes of counts. */
@NullMarked
package rung.probe.stage.kafka;

import org.jspecify.annotations.NullMarked;
