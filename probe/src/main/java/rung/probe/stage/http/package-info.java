/** A count on a page of JSON. */
@NullMarked
package rung.probe.stage.http;

import org.jspecify.annotations.NullMarked;
