/** Measures the instrument itself: on pipelines whose staleness is known, and on the machine that it runs on. */
@NullMarked
package rung.probe.calibration;

import org.jspecify.annotations.NullMarked;
