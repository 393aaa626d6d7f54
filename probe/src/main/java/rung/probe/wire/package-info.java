/** What every conversation with another system has in common: how it is bounded, and how its failures are told. */
@NullMarked
package rung.probe.wire;

import org.jspecify.annotations.NullMarked;
