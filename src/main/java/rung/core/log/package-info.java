/** The measurement log: append-only facts in SQLite, and their hourly folds. */
@NullMarked
package rung.core.log;

import org.jspecify.annotations.NullMarked;
