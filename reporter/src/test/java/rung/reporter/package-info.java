/** Facts written by hand, for the tests of every rendering. */
@NullMarked
package rung.reporter;

import org.jspecify.annotations.NullMarked;
