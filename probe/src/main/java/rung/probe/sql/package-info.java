/**
 * SQL whose parameters have names and whose values are bound and never written into its text, and what all clients of
 * databases know of their drivers: which parts of a URL may be shown, and how long to wait.
 */
@NullMarked
package rung.probe.sql;

import org.jspecify.annotations.NullMarked;
