/** A count in Redis. */
@NullMarked
package rung.probe.stage.redis;

import org.jspecify.annotations.NullMarked;
