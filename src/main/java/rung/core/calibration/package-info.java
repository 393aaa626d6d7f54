/** What an instrument can resolve: how it measured pipelines of known staleness, and what its machine adds. */
@NullMarked
package rung.core.calibration;

import org.jspecify.annotations.NullMarked;
