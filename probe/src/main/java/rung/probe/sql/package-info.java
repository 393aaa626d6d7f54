/** SQL whose parameters have names, and whose values are bound and never written into its text. */
@NullMarked
package rung.probe.sql;

import org.jspecify.annotations.NullMarked;
