/** A topic into which tills write. */
@NullMarked
package rung.probe.source.kafka;

import org.jspecify.annotations.NullMarked;
