@NullMarked
package rung.reporter.paper;

import org.jspecify.annotations.NullMarked;
