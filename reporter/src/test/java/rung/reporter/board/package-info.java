@NullMarked
package rung.reporter.board;

import org.jspecify.annotations.NullMarked;
