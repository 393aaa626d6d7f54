/** A POS API, to which each transaction is posted, as a source. */
@NullMarked
package rung.probe.source.http;

import org.jspecify.annotations.NullMarked;
